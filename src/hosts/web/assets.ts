import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.json': 'application/json',
  '.png': 'image/png',
}

const decoded = (path: string): string | null => {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

const find = async (folder: string, path: string): Promise<string | null> => {
  const name = decoded(path)
  if (name === null || name.includes('\0') || name.includes('\\')) return null
  try {
    const root = await realpath(folder)
    const file = await realpath(join(root, name === '/' ? 'index.html' : name))
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : null
  } catch {
    return null
  }
}

/** Sends a file of the built renderer; names with a hash in them may be kept, the page itself may not. */
export const sendAsset = async (
  folder: string,
  path: string,
  response: ServerResponse,
  bodiless: boolean,
): Promise<void> => {
  const file = await find(folder, path)
  const type = file === null ? undefined : types[extname(file)]
  if (file === null || type === undefined) {
    response.writeHead(404).end('Not found\n')
    return
  }
  const kept = path.startsWith('/assets/')
  response.writeHead(200, {
    'content-type': type,
    'cache-control': kept ? 'private, max-age=31536000, immutable' : 'no-store',
  })
  if (bodiless) response.end()
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response)
}
