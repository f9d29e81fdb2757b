import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { carriedProblem } from '#hosts/service/failure.ts'
import { editorPolicy } from '#hosts/service/policy.ts'
import type { Service } from '#rpc/contract.ts'
import { serve } from '#rpc/server.ts'
import { type SocketLike, socketWire } from '#rpc/wires/web-socket.ts'
import { sendAsset } from './assets.ts'
import { hostNames, urlHost } from './hosts.ts'
import { createSession } from './session.ts'

export interface WebHostOptions {
  /** The built renderer. */
  readonly folder: string
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** A service for each editor that connects. */
  readonly connect: () => Service
  /** Origins of a development server in front of this one. */
  readonly origins?: readonly string[]
  readonly messageLimit?: number
}

export interface WebHost {
  /** The address with its token. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

export const rpcPath = '/rpc'
const defaultLimit = 16 * 1024 * 1024

const refusal = (status: 400 | 403 | 404 | 405, text: string) => ({ status, text })

/** The editor over HTTP and WebSocket: behind a token, for exact hosts and origins only. */
export const startWebHost = async (options: WebHostOptions): Promise<WebHost> => {
  const http = createServer({ maxHeaderSize: 16 * 1024 })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port, options.host, resolve)
  })
  const { port } = http.address() as AddressInfo
  const hosts = hostNames(options.host, port)
  const session = createSession(port)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.messageLimit ?? defaultLimit })

  const origins = new Set([...[...hosts].map(host => `http://${host}`), ...(options.origins ?? [])])
  const refused = (request: IncomingMessage, needsOrigin: boolean) => {
    const { host, origin, cookie } = request.headers
    if (host === undefined || !hosts.has(host)) return refusal(403, 'This address is not the one that Weir listens on.')
    if (origin === undefined ? needsOrigin : !origins.has(origin)) return refusal(403, 'Another site may not use Weir.')
    if (!session.isKnown(cookie)) return refusal(403, 'Open the address that `weir serve` printed: it holds the token.')
    return null
  }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { host, origin } = request.headers
    response.setHeader('content-security-policy', editorPolicy([...hosts].map(name => `ws://${name}`)))
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('referrer-policy', 'no-referrer')
    response.setHeader('cross-origin-opener-policy', 'same-origin')
    response.setHeader('cross-origin-resource-policy', 'same-origin')
    const url = new URL(request.url ?? '/', 'http://weir')
    const token = url.searchParams.get('token')
    const known = host !== undefined && hosts.has(host) && (origin === undefined || origins.has(origin))
    if (known && request.method === 'GET' && url.pathname === '/' && token !== null && session.isToken(token)) {
      response.writeHead(303, { location: '/', 'set-cookie': session.cookie, 'cache-control': 'no-store' }).end()
      return
    }
    const no =
      refused(request, false) ??
      (request.method === 'GET' || request.method === 'HEAD' ? null : refusal(405, 'Only GET and HEAD.'))
    if (no)
      response
        .writeHead(no.status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
        .end(`${no.text}\n`)
    else await sendAsset(options.folder, url.pathname, response, request.method === 'HEAD')
  }

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const no = refused(request, true) ?? (request.url === rpcPath ? null : refusal(404, 'Not found'))
    if (no) {
      socket.end(`HTTP/1.1 ${no.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, opened =>
      serve(options.connect(), socketWire(opened as SocketLike), { problemOf: carriedProblem }),
    )
  }

  http.on('request', (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    upgrade(request, socket, head)
  })

  return {
    url: `http://${urlHost(options.host)}:${port}/?token=${session.token}`,
    port,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
    },
  }
}
