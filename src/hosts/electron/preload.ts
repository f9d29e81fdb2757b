import { contextBridge, ipcRenderer, webUtils } from 'electron'

// A sandboxed preload may load nothing but electron, so the channel's name stands here, too.
const connectChannel = 'weir:connect'

contextBridge.exposeInMainWorld('weirHost', {
  /** Makes a channel to the main process; the page's end arrives as a `weir:port` message of its own window. */
  connect: () => {
    const { port1, port2 } = new MessageChannel()
    ipcRenderer.postMessage(connectChannel, null, [port1])
    window.postMessage('weir:port', window.location.origin, [port2])
  },
  /** Where a dropped file lies: a page is not told by itself. */
  pathOf: (file: File) => webUtils.getPathForFile(file),
})
