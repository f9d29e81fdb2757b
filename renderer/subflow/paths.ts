/** Paths as the editor meets them: of either kind of system, resolved by the host. */
const isAbsolute = (path: string): boolean => /^([/\\]|[A-Za-z]:[\\/])/.test(path)

/** The folder of a file, with its last slash; empty where the path has none. */
export const folderOf = (path: string): string => path.replace(/[^/\\]*$/, '')

/** A path in a flow, from the folder of that flow's file. */
export const besideFlow = (path: string, flowPath: string): string =>
  isAbsolute(path) ? path : `${folderOf(flowPath)}${path}`

/** A file name without its folder and its ending. */
export const stemOf = (path: string): string => path.slice(folderOf(path).length).replace(/(\.flow)?\.json$/, '')
