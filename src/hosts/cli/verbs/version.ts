import { fileURLToPath } from 'node:url'
import { packageRoot, packageVersion } from '#hosts/service/package-root.ts'
import { exit } from '../exit.ts'
import type { Io } from '../io.ts'

export const run = async (io: Io): Promise<number> => {
  io.out(`weir ${packageVersion(packageRoot(fileURLToPath(import.meta.url)))}`)
  return exit.done
}
