import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseFlow } from '#core/flow/parse.ts'

export interface Sample {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly path: string
  readonly text: string
  readonly nodes: number
}

const read = async (folder: string, name: string): Promise<readonly Sample[]> => {
  const path = join(folder, name, `${name}.flow.json`)
  const text = await readFile(path, 'utf8').catch(() => null)
  const flow = text === null ? null : parseFlow(text).flow
  if (text === null || flow === null) return []
  const { name: title, description = '', nodes } = flow
  return [{ name, title, description, path, text, nodes: Object.keys(nodes).length }]
}

/** The samples that are shipped: `NAME/NAME.flow.json` below a folder. */
export const listSamples = async (folder: string): Promise<readonly Sample[]> => {
  const names = await readdir(folder).catch(() => [])
  return (await Promise.all(names.sort().map(name => read(folder, name)))).flat()
}
