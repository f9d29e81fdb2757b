import { homedir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

const under = (base: string | undefined, ...fallback: string[]): string =>
  join(base || join(homedir(), ...fallback), 'weir')

/** Where this user's settings lie: recent files. */
export const configFolder = (env: Environment = process.env, platform: string = process.platform): string => {
  if (platform === 'win32') return under(env.APPDATA, 'AppData', 'Roaming')
  if (platform === 'darwin' && !env.XDG_CONFIG_HOME) return under(undefined, 'Library', 'Application Support')
  return under(env.XDG_CONFIG_HOME, '.config')
}

/** Where what must survive a crash lies, but is nobody's setting: the journal of an edited document. */
export const stateFolder = (env: Environment = process.env, platform: string = process.platform): string => {
  if (platform === 'win32') return under(env.LOCALAPPDATA, 'AppData', 'Local')
  if (platform === 'darwin' && !env.XDG_STATE_HOME) return under(undefined, 'Library', 'Application Support')
  return under(env.XDG_STATE_HOME, '.local', 'state')
}

/** Where tables lie that can be computed again. */
export const cacheFolder = (env: Environment = process.env, platform: string = process.platform): string => {
  if (platform === 'win32') return join(under(env.LOCALAPPDATA, 'AppData', 'Local'), 'cache')
  if (platform === 'darwin' && !env.XDG_CACHE_HOME) return under(undefined, 'Library', 'Caches')
  return under(env.XDG_CACHE_HOME, '.cache')
}
