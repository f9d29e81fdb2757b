import { longestAddedFile } from '#rpc/contract.ts'
import { askToCopy } from '../app/copying.ts'
import { pickFile } from '../app/pick.ts'
import type { Editor } from '../store/editor.ts'
import { problemOf } from '../store/problem-of.ts'

/** A file as the flow names it, under the name that it came with. */
export interface Placed {
  readonly name: string
  readonly path: string
  /** It was kept under another name. */
  readonly renamed?: boolean
}

const base64 = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read'))
    reader.readAsDataURL(file)
  })

/** Braces behind a dollar sign would be taken for a parameter. */
const literalPath = (path: string) => path.replaceAll('${', '$${')

/** A path as the flow beside it would best write it. */
export const pathInFlow = async ({ client, document }: Editor, path: string): Promise<string> =>
  literalPath((await client.call('relative', { path, flowPath: document.getState().path })).path)

const nameOf = (path: string) => path.split(/[\\/]/).at(-1) ?? path

const copyOne = async (editor: Editor, file: File): Promise<Placed> => {
  const { client, document } = editor
  const flowPath = document.getState().path
  const { path } = await client.call('addFile', { name: file.name, flowPath, base64: await base64(file) })
  return { name: file.name, path: await pathInFlow(editor, path), renamed: nameOf(path) !== file.name }
}

const folderOf = ({ document, host }: Editor): string => {
  const { path } = document.getState()
  return path === null ? (host.getState().hello?.root ?? '') : path.slice(0, path.length - nameOf(path).length - 1)
}

/** Lets a person choose a file where it lies. */
export const choose = async (name: string): Promise<readonly Placed[]> => {
  const path = await pickFile('openData')
  return path === null ? [] : [{ name, path: literalPath(path) }]
}

interface CopyOptions {
  readonly title: string
  readonly about: string
  /** Whether there is a file to choose instead. */
  readonly choice: boolean
}

/** Keeps copies beside the flow once a person agreed; what cannot be kept is told, and left out. */
export const copyIn = async (
  editor: Editor,
  files: readonly File[],
  { title, about, choice }: CopyOptions,
): Promise<readonly Placed[]> => {
  const answer = await askToCopy({
    title,
    about,
    files: files.map(({ name, size }) => ({ name, size })),
    folder: folderOf(editor),
    choice: choice && files.length === 1,
  })
  if (answer === 'choose') return choose(files[0]?.name ?? '')
  if (answer === null) return []
  const placed: Placed[] = []
  for (const file of files)
    try {
      placed.push(await copyOne(editor, file))
    } catch (error) {
      const problem = problemOf(error)
      editor.files.getState().notify({ text: `${problem.message} ${problem.hint ?? ''}`.trim(), problem })
    }
  return placed
}

export const isTooLarge = (file: File) => file.size > longestAddedFile
export const largest = `${longestAddedFile / 1024 / 1024} MB`
