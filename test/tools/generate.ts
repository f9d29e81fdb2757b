import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './command.ts'

/** Folders in which every file is written by a program: what is no longer written goes. */
const folders = ['docs/nodes']

/** Files that are written by a program and kept, so that a reader sees them change: by path from the root. */
const generated = async (): Promise<ReadonlyMap<string, string>> => {
  const { referencePages } = await import('./reference.ts')
  const { functionModule } = await import('./functions/list.ts')
  return new Map([...referencePages(), ['src/core/functions/list.ts', await functionModule()]])
}

const filesIn = (folder: string): readonly string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/').replace(/^\//, ''))
    : []

const left = (files: ReadonlyMap<string, string>): readonly string[] =>
  folders.flatMap(filesIn).filter(file => !files.has(file))

/** Generated files that are no longer what would be generated. */
export const staleGenerated = async (): Promise<readonly string[]> => {
  const files = await generated()
  const changed = [...files].filter(([file, text]) => {
    const path = join(root, file)
    return !existsSync(path) || readFileSync(path, 'utf8') !== text
  })
  return [...changed.map(([file]) => file), ...left(files)]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const files = await generated()
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  for (const file of left(files)) rmSync(join(root, file))
}
