import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { createClient } from '#rpc/client.ts'
import type { Client } from '#rpc/contract.ts'
import { type SocketLike, socketWire } from '#rpc/wires/web-socket.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { ordersFiles, weir } from './weir.ts'

const connect = async (url: string): Promise<Client> => {
  const answer = await fetch(url, { redirect: 'manual' })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { host, origin } = new URL(url)
  return createClient(socketWire(new WebSocket(`ws://${host}/rpc`, { headers: { cookie, origin } }) as SocketLike))
}

/** Serves until the work is done, then stops it by Ctrl-C. */
const serving = async (args: readonly string[], folder: string, work: (url: string) => Promise<void>) => {
  let failed: unknown = null
  const ended = await weir(args, {
    folder,
    env: { XDG_CONFIG_HOME: `${folder}/config`, XDG_STATE_HOME: `${folder}/state`, DISPLAY: '', WAYLAND_DISPLAY: '' },
    started: (kill, onOutput) => {
      onTestFinished(() => kill('SIGKILL'))
      let begun = false
      onOutput(text => {
        const url = /http:\/\/\S+/.exec(text)?.[0]
        if (!url || begun) return
        begun = true
        work(url)
          .catch(error => {
            failed = error
          })
          .finally(() => kill('SIGINT'))
      })
    },
  })
  if (failed) throw failed
  return ended
}

describe('weir serve', () => {
  it('prints an address behind which the flow is checked, previewed, run and saved, and ends with 130', async () => {
    const folder = testFolder(ordersFiles())
    const ended = await serving(['serve', '--no-open', 'orders.flow.json'], folder, async url => {
      const client = await connect(url)
      const hello = await client.call('hello', {})
      expect(hello).toMatchObject({ host: 'web', open: `${folder}/orders.flow.json`, root: folder, dialogs: false })
      const { text, path, stamp } = await client.call('open', { path: hello.open! })
      const document = { text, path }
      expect((await client.call('check', { document })).problems).toEqual([])
      const page = await client.call('page', { document, node: 'check', offset: 0, limit: 10 })
      expect(page.rows).toHaveLength(4)
      expect(page.flags[1]).toHaveLength(1)
      const events: string[] = []
      for await (const event of client.feed('run', { document })) events.push(event.event)
      expect(events[0]).toBe('started')
      expect(events.at(-1)).toBe('finished')
      const saved = await client.call('save', { path, text: `${text} `, stamp })
      await expect(client.call('save', { path, text, stamp })).rejects.toMatchObject({
        problem: { code: 'E-FILE-CHANGED' },
      })
      expect(await client.call('save', { path, text, stamp: saved.stamp })).toMatchObject({ path })
      await expect(client.call('open', { path: '/etc/passwd' })).rejects.toMatchObject({
        problem: { code: 'E-FILE-OUTSIDE' },
      })
      expect((await client.call('recent', {})).map(each => each.name)).toEqual(['orders'])
      await client.call('journal', { action: 'write', text: 'draft' })
      expect(await client.call('journal', { action: 'read' })).toEqual({ text: 'draft' })
    })
    expect(ended.code).toBe(130)
    expect(ended.out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/)
  })

  it('ends with 1 for a flow that is not there, and with 2 for a port that is none', async () => {
    const folder = testFolder()
    expect(await weir(['serve', '--no-open', 'none.flow.json'], { folder })).toMatchObject({
      code: 1,
      err: expect.stringContaining('E-FILE-MISSING'),
    })
    expect(await weir(['serve', '--no-open', '--port', '70000'], { folder })).toMatchObject({ code: 2 })
  })

  it('ends with 1 when the port is taken', async () => {
    const folder = testFolder()
    await serving(['serve', '--no-open'], folder, async url => {
      const { port } = new URL(url)
      expect(await weir(['serve', '--no-open', '--port', port], { folder })).toMatchObject({
        code: 1,
        err: expect.stringContaining('E-LISTEN'),
      })
    })
  })
})

describe.runIf(process.platform === 'linux')('weir open without a screen', () => {
  it('serves the editor to the browser, and says so in one line with the address', async () => {
    const folder = testFolder(ordersFiles())
    const ended = await serving(['open', 'orders.flow.json'], folder, async url => {
      expect((await (await connect(url)).call('hello', {})).open).toBe(`${folder}/orders.flow.json`)
    })
    expect(ended.out).toMatch(
      /^[^\n]*: the editor is in the browser at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/,
    )
    expect(ended.code).toBe(130)
  })
})
