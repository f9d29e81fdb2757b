import { symlinkSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect as netConnect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { startWebHost, type WebHost, type WebHostOptions } from '#hosts/web/server.ts'
import { createClient } from '#rpc/client.ts'
import { type SocketLike, socketWire } from '#rpc/wires/web-socket.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { partialService } from '#test/rpc/service.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const ask = (
  host: WebHost,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: host.port, path, method, headers }, response => {
      let body = ''
      response.on('data', chunk => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    request.on('error', reject)
    request.end()
  })

const start = async (options: Partial<WebHostOptions> = {}) => {
  const folder = testFolder({
    'dist/index.html': '<p>Weir</p>',
    'dist/assets/a-1234.js': 'go()',
    'dist/odd.exe': 'x',
    'secret.txt': 'secret',
  })
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'dist/link.json'))
  const host = await startWebHost({
    folder: join(folder, 'dist'),
    host: '127.0.0.1',
    port: 0,
    connect: () => partialService({ relative: async ({ path }) => ({ path: path.toUpperCase() }) }),
    ...options,
  })
  onTestFinished(host.close)
  const token = new URL(host.url).search
  const cookie = (await ask(host, `/${token}`)).headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  return { host, token, cookie, origin: `http://127.0.0.1:${host.port}` }
}

const socket = (host: WebHost, headers: Readonly<Record<string, string>>, path = '/rpc'): Promise<WebSocket | number> =>
  new Promise(resolve => {
    const opened = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers })
    opened.on('open', () => resolve(opened))
    opened.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    opened.on('error', () => {})
  })

describe('the web host', () => {
  it('exchanges the token for a strict cookie and a clean address', async () => {
    const { host, token } = await start()
    const answer = await ask(host, `/${token}`)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/')
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^weir-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(answer.headers['set-cookie']?.[0]).not.toContain(token.slice('?token='.length))
  })

  it('serves the editor to whoever has the cookie, under a strict policy and never from a cache', async () => {
    const { host, cookie } = await start()
    const page = await ask(host, '/', { cookie })
    expect(page).toMatchObject({ status: 200, body: '<p>Weir</p>' })
    expect(page.headers['cache-control']).toBe('no-store')
    expect(page.headers['x-content-type-options']).toBe('nosniff')
    const policy = page.headers['content-security-policy'] ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe-eval')
    const script = await ask(host, '/assets/a-1234.js', { cookie })
    expect(script).toMatchObject({ status: 200, body: 'go()' })
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  it('refuses whoever has no cookie, a wrong one, or a wrong token', async () => {
    const { host, cookie } = await start()
    expect((await ask(host, '/')).status).toBe(403)
    expect((await ask(host, '/assets/a-1234.js')).status).toBe(403)
    expect((await ask(host, '/', { cookie: `${cookie}x` })).status).toBe(403)
    expect((await ask(host, '/', { cookie: cookie.replace(/=.*/, '=') })).status).toBe(403)
    const wrong = await ask(host, '/?token=abc')
    expect(wrong.status).toBe(403)
    expect(wrong.headers['set-cookie']).toBeUndefined()
  })

  it('refuses every Host but its own, also with the token', async () => {
    const { host, cookie, token } = await start()
    for (const name of [
      'evil.example',
      `evil.example:${host.port}`,
      '127.0.0.1',
      `127.0.0.1:${host.port + 1}`,
      `127.0.0.1.:${host.port}`,
    ]) {
      expect((await ask(host, '/', { cookie, host: name })).status).toBe(403)
      expect((await ask(host, `/${token}`, { host: name })).headers['set-cookie']).toBeUndefined()
    }
    expect((await ask(host, '/', { cookie, host: `localhost:${host.port}` })).status).toBe(200)
  })

  it('refuses every Origin but its own', async () => {
    const { host, cookie, origin } = await start()
    for (const other of [
      'http://evil.example',
      'null',
      'https://127.0.0.1',
      `https://127.0.0.1:${host.port}`,
      `${origin}.evil.example`,
    ])
      expect((await ask(host, '/', { cookie, origin: other })).status).toBe(403)
    expect((await ask(host, '/', { cookie, origin })).status).toBe(200)
  })

  it('does not leave its folder, by dots, escapes or links', async () => {
    const { host, cookie } = await start()
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%2f..%2f..%2fsecret.txt',
      '/..%5csecret.txt',
      '/link.json',
      '/%00',
      '/%zz',
      '/assets',
      '/odd.exe',
      '//etc/passwd',
    ]) {
      const answer = await ask(host, path, { cookie })
      expect([path, answer.status]).toEqual([path, 404])
      expect(answer.body).not.toContain('secret')
    }
  })

  it('takes GET and HEAD alone', async () => {
    const { host, cookie } = await start()
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await ask(host, '/', { cookie }, method)).status).toBe(405)
    expect(await ask(host, '/', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' })
  })

  it('outlives nonsense', async () => {
    const { host, cookie } = await start()
    await new Promise<void>(resolve => {
      const raw = netConnect(host.port, '127.0.0.1', () => raw.write('GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'))
      raw.on('close', () => resolve())
      raw.on('data', () => raw.destroy())
    })
    expect((await ask(host, '/', { cookie })).status).toBe(200)
  })
})

describe('its socket', () => {
  it('carries the contract for whoever has the cookie and its own origin', async () => {
    const { host, cookie, origin } = await start()
    const opened = (await socket(host, { cookie, origin })) as WebSocket
    const client = createClient(socketWire(opened as SocketLike))
    expect(await client.call('relative', { path: 'a', flowPath: null })).toEqual({ path: 'A' })
  })

  it('is refused without the cookie, without or with another origin, with another host, or elsewhere', async () => {
    const { host, cookie, origin } = await start()
    expect(await socket(host, { origin })).toBe(403)
    expect(await socket(host, { cookie })).toBe(403)
    expect(await socket(host, { cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await socket(host, { cookie, origin: 'null' })).toBe(403)
    expect(await socket(host, { cookie, origin, host: `evil.example:${host.port}` })).toBe(403)
    expect(await socket(host, { cookie, origin }, '/other')).toBe(404)
  })

  it('is closed by a message that is too large, and the host goes on', async () => {
    const { host, cookie, origin } = await start({ messageLimit: 10_000 })
    const opened = (await socket(host, { cookie, origin })) as WebSocket
    const closed = new Promise<number>(resolve => opened.on('close', resolve))
    opened.send(
      JSON.stringify({ type: 'call', id: 1, name: 'relative', input: { path: 'x'.repeat(20_000), flowPath: null } }),
    )
    expect(await closed).toBe(1009)
    const again = createClient(socketWire((await socket(host, { cookie, origin })) as SocketLike))
    expect(await again.call('relative', { path: 'b', flowPath: null })).toEqual({ path: 'B' })
  })

  it('is closed by what is no message', async () => {
    const { host, cookie, origin } = await start()
    for (const text of ['{', '[]', '{"type":"feed","id":1,"name":"watch","input":{},"credit":0}']) {
      const opened = (await socket(host, { cookie, origin })) as WebSocket
      const closed = new Promise(resolve => opened.on('close', resolve))
      opened.send(text)
      await closed
    }
  })

  it('answers a development server whose origin was named', async () => {
    const { host, cookie } = await start({ origins: ['http://127.0.0.1:5173'] })
    expect(await socket(host, { cookie, origin: 'http://127.0.0.1:5173' })).toBeInstanceOf(WebSocket)
  })
})
