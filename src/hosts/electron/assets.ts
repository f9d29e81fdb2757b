import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { assetTypes } from '#hosts/service/asset-types.ts'
import { editorPolicy } from '#hosts/service/policy.ts'
import { origin } from './api.ts'

const refused = (status: number) => new Response(null, { status })

/** Null: no text was ever encoded so. */
const decoded = (path: string): string | null => {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** Answers app://weir/… from the renderer's folder, and nothing outside it, under the editor's content security policy. */
export const assetHandler =
  (folder: string) =>
  async (request: { readonly url: string }): Promise<Response> => {
    const url = new URL(request.url)
    if (`${url.protocol}//${url.host}` !== origin) return refused(404)
    const path = decoded(url.pathname)
    if (path === null) return refused(400)
    const file = normalize(join(folder, path))
    if (!file.startsWith(folder + sep)) return refused(403)
    const type = assetTypes[extname(file)]
    if (!type) return refused(404)
    try {
      const body = await readFile(file)
      return new Response(new Uint8Array(body), {
        headers: {
          'content-type': type,
          'content-security-policy': editorPolicy(),
          'x-content-type-options': 'nosniff',
        },
      })
    } catch {
      return refused(404)
    }
  }
