import { isAbsolute, resolve } from 'node:path'

/** The flow among a command line's arguments (the first that is no option and ends in .json), absolute; null without one. */
export const flowArgument = (argv: readonly string[], cwd: string): string | null => {
  const found = argv.slice(1).find(word => !word.startsWith('-') && word.endsWith('.json'))
  if (!found) return null
  return isAbsolute(found) ? found : resolve(cwd, found)
}
