import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startWebHost } from '#hosts/web/server.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { partialService } from '#test/rpc/service.ts'
import { chromiumArgs, findChromium } from '#test/tools/chromium.ts'

const page =
  '<!doctype html><meta charset="utf-8"><title>Weir</title><p id="said">…</p><script type="module" src="./assets/go.js"></script>'

const script = `
const said = document.getElementById('said')
const socket = new WebSocket(new URL('rpc', location.href.replace(/^http/, 'ws')))
socket.onopen = () => socket.send(JSON.stringify({ type: 'call', id: 1, name: 'relative', input: { path: 'a', flowPath: null } }))
socket.onmessage = event => { said.textContent = event.data }
try { (0, eval)('1'); document.title = 'eval' } catch { document.title = 'no eval' }
`

/** What a hostile page tries: the socket, a fetch with cookies, a frame. */
const hostile = (target: string) => `<!doctype html><p id="said">…</p><script>
const said = document.getElementById('said')
const socket = new Promise(done => {
  const opened = new WebSocket('${target.replace('http', 'ws')}/rpc')
  opened.onopen = () => done('open')
  opened.onerror = () => done('refused')
})
const read = fetch('${target}/', { credentials: 'include' }).then(answer => answer.text()).catch(() => 'refused')
Promise.all([socket, read]).then(all => { said.textContent = all.join(' ') })
</script>`

const open = async () => {
  const browser = await findChromium()
  const instance = await chromium.launch({
    executablePath: browser.path,
    args: [...chromiumArgs],
    env: { ...process.env, ...browser.env } as Record<string, string>,
  })
  onTestFinished(() => instance.close())
  const folder = testFolder({ 'index.html': page, 'assets/go.js': script })
  const host = await startWebHost({
    folder: join(folder),
    host: '127.0.0.1',
    port: 0,
    connect: () => partialService({ relative: async ({ path }) => ({ path: path.toUpperCase() }) }),
  })
  onTestFinished(host.close)
  return { tab: await (await instance.newContext()).newPage(), host }
}

describe('the web host in a real browser', () => {
  it('lets its own page in by the token, without eval, and keeps the token out of the address', async () => {
    const { tab, host } = await open()
    await tab.goto(host.url)
    await expect.poll(() => tab.textContent('#said')).toBe('{"type":"result","id":1,"output":{"path":"A"}}')
    expect(tab.url()).toBe(`http://127.0.0.1:${host.port}/`)
    expect(await tab.title()).toBe('no eval')
    await tab.reload()
    await expect.poll(() => tab.textContent('#said')).toContain('result')
  })

  it('gives a page of another origin nothing, although the browser has the cookie', async () => {
    const { tab, host } = await open()
    await tab.goto(host.url)
    const target = `http://127.0.0.1:${host.port}`
    const evil = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end(hostile(target)),
    )
    await new Promise<void>(resolve => evil.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void evil.close())
    const { port } = evil.address() as AddressInfo
    for (const name of ['127.0.0.1', 'localhost']) {
      await tab.goto(`http://${name}:${port}/`)
      await expect.poll(() => tab.textContent('#said')).toBe('refused refused')
    }
  })
})
