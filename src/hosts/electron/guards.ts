import type { Contents, ElectronApi } from './api.ts'
import { origin } from './api.ts'

const isOwn = (url: string): boolean => url === origin || url.startsWith(`${origin}/`)

/** Refuses every permission, navigation, window and embedded page; links to the web open in the user's browser. */
export const guard = (api: ElectronApi): void => {
  const { defaultSession } = api.session
  // the clipboard is written by the grid's copy, on the person's own key press
  const allowed = (permission: string) => permission === 'clipboard-sanitized-write'
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed(permission)))
  defaultSession.setPermissionCheckHandler((_contents, permission) => allowed(permission))
  api.app.on('web-contents-created', (_event, contents: Contents) => {
    contents.on('will-navigate', event => {
      if (!isOwn(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', event => {
      if (!isOwn(event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', event => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (url.startsWith('https://')) void api.shell.openExternal(url)
      return { action: 'deny' }
    })
  })
}

/** Whether a message comes from the editor's own page: the top frame of our window, at our origin. */
export const isTrustedSender = (
  event: { readonly sender: unknown; readonly senderFrame: { readonly url: string; readonly parent: unknown } | null },
  contents: unknown,
): boolean =>
  event.sender === contents &&
  event.senderFrame !== null &&
  event.senderFrame.parent === null &&
  isOwn(event.senderFrame.url)
