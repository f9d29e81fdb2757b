import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { assetTypes } from '#hosts/service/asset-types.ts'

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
  const type = file === null ? undefined : assetTypes[extname(file)]
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
