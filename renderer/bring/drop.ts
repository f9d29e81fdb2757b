import type { Point } from '#core/flow/types.ts'
import { formatOf, stemOf } from '#core/source/formats.ts'
import { pickFile } from '../app/pick.ts'
import { canvasApi } from '../canvas/canvas-api.ts'
import { cardHeight, cardWidth, freePlace } from '../canvas/geometry.ts'
import type { Editor } from '../store/editor.ts'
import { portsOfKind, titleOf } from '../store/ports.ts'
import { type Arrival, addArrivals, isSource } from '../store/source-edits.ts'
import { choose, copyIn, isTooLarge, largest, type Placed, pathInFlow } from './copy-in.ts'

export interface DroppedFile {
  readonly file: File
  readonly folder: boolean
}

/** Where files were let go: at a place of the canvas, and over which node. */
export interface DropPlace {
  readonly at: Point | null
  readonly node: string | null
}

const formats = 'Weir reads CSV, JSON, Parquet and Excel (.xlsx), and the first two also as .gz or .zst'

const whyCopies =
  'The browser does not tell where a file lies: of what was dropped here, the flow can only read a copy.'

const quoted = (names: readonly string[]) => names.map(name => `\`${name}\``).join(', ')

const refusalOf = (names: readonly string[]): string => {
  const sheet = names.some(name => /\.(xlsb?|ods|numbers)$/i.test(name))
  const hint = sheet ? ' Save it as .xlsx, or copy its cells and paste them on the canvas.' : ''
  return `${quoted(names)} cannot be read: ${formats}.${hint}`
}

/** A flow by its name, or by how it begins: it may be called anything.json. */
const isFlow = async (file: File): Promise<boolean> => {
  if (file.name.endsWith('.flow.json')) return true
  return file.name.endsWith('.json') && /^\s*\{\s*"weir"\s*:/.test(await file.slice(0, 4096).text())
}

const pathOf = (file: File): string | null => window.weirHost?.pathOf(file) || null

const openFlow = async ({ files }: Editor, file: File) => {
  const path = pathOf(file)
  if (path !== null) return files.getState().open(path)
  files.getState().notify({ text: `The browser does not tell where \`${file.name}\` lies: choose it here.` })
  const chosen = await pickFile('openFlow')
  files.getState().notify(null)
  return chosen !== null && files.getState().open(chosen)
}

/** Paths of files where the host knows them; else, once a person agreed, of copies beside the flow. */
const placesOf = async (editor: Editor, files: readonly File[]): Promise<readonly Placed[]> => {
  const known = files.map(file => ({ file, path: pathOf(file) }))
  const placed = await Promise.all(
    known.flatMap(({ file, path }) =>
      path === null ? [] : [pathInFlow(editor, path).then(named => ({ name: file.name, path: named }))],
    ),
  )
  const without = known.flatMap(({ file, path }) => (path === null ? [file] : []))
  const large = without.filter(isTooLarge)
  const small = without.filter(file => !isTooLarge(file))
  if (large.length > 0) {
    const names = quoted(large.map(file => file.name))
    editor.files.getState().notify({
      text: `${names}: more than ${largest}, which is too large to be handed over by a browser. Choose it where it lies.`,
    })
    if (files.length === 1) return choose(large[0]?.name ?? '')
  }
  if (small.length === 0) return placed
  const title = small.length === 1 ? 'Keep a copy with the flow?' : 'Keep copies with the flow?'
  return [...placed, ...(await copyIn(editor, small, { title, about: whyCopies, choice: true }))]
}

const settingsFor = ({ name, path }: Placed) => {
  const format = formatOf(path) ?? formatOf(name)
  return format && { kind: format.kind, settings: { ...format.settings, path } }
}

/** One source for each file, one below the other from a place on, in one step. */
const addSources = ({ document, catalogue, actions }: Editor, placed: readonly Placed[], at: Point) => {
  let flow = document.getState().flow
  const arrivals: Arrival[] = []
  for (const file of placed) {
    const source = settingsFor(file)
    if (!source) continue
    const height = cardHeight(portsOfKind(catalogue, source.kind, source.settings) ?? { inputs: [], outputs: [] })
    const wish = { x: at.x - cardWidth / 2, y: at.y - 14 }
    const arrival = { ...source, title: stemOf(file.path), at: freePlace(flow, catalogue, wish, height) }
    flow = addArrivals(flow, catalogue, [arrival]).flow
    arrivals.push(arrival)
  }
  if (arrivals.length === 0) return
  actions.bring(arrivals.length === 1 ? `Read ${arrivals[0]?.title}` : `Read ${arrivals.length} files`, arrivals)
}

const tellRenamed = ({ files }: Editor, placed: readonly Placed[]) => {
  const renamed = placed.filter(file => file.renamed)
  if (renamed.length === 0) return
  const [first] = renamed
  const text =
    renamed.length === 1
      ? `There was a \`${first?.name}\` already: the copy is \`${first?.path}\`.`
      : `There were files of these names already: the copies are ${quoted(renamed.map(file => file.path))}.`
  files.getState().notify({ text })
}

const middle = () => canvasApi.getState().api?.middle() ?? { x: 0, y: 0 }

/** Takes files that were dropped or pasted: a flow is opened, data becomes sources, or the file of the source beneath. */
export const takeFiles = async (editor: Editor, dropped: readonly DroppedFile[], place: DropPlace): Promise<void> => {
  const { document, catalogue, session, files, actions } = editor
  const say = (text: string) => files.getState().notify({ text })
  files.getState().notify(null)
  const [folder] = dropped.filter(each => each.folder)
  if (folder)
    return say(
      `\`${folder.file.name}\` is a folder. Drop its files, or write \`${folder.file.name}/*.csv\` as a source's file.`,
    )
  const all = dropped.map(each => each.file)
  const flows = await Promise.all(all.map(isFlow))
  const [flow] = all.filter((_, index) => flows[index])
  if (flow) {
    if (all.length > 1) return say('A flow is opened by itself: drop it without other files.')
    await openFlow(editor, flow)
    return
  }
  const unknown = all.filter(file => !formatOf(file.name)).map(file => file.name)
  const known = all.filter(file => formatOf(file.name))
  if (unknown.length > 0) say(refusalOf(unknown))
  if (known.length === 0) return
  const source = place.node !== null && isSource(document.getState().flow, catalogue, place.node) ? place.node : null
  if (source !== null && known.length > 1)
    return say(`${titleOf(document.getState().flow, catalogue, source)} takes one file. Drop several beside it.`)
  if (session.getState().atStart && !(await files.getState().create())) return
  const placed = await placesOf(editor, known)
  if (source === null) addSources(editor, placed, place.at ?? middle())
  else
    for (const file of placed.slice(0, 1)) {
      const next = settingsFor(file)
      const reason = next && actions.replaceFile(source, next.kind, next.settings)
      if (reason) return say(reason)
    }
  tellRenamed(editor, placed)
}

/** Adds a source for a file that is chosen where it lies. */
export const readFile = async (editor: Editor): Promise<void> => {
  const placed = await choose('')
  const named = placed.map(file => ({ ...file, name: file.path.split(/[\\/]/).at(-1) ?? file.path }))
  const unknown = named.filter(file => !formatOf(file.name)).map(file => file.name)
  if (unknown.length > 0) editor.files.getState().notify({ text: refusalOf(unknown) })
  else addSources(editor, named, middle())
}
