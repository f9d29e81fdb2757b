import { saveFlow } from '#core/flow/save.ts'
import { carriedBy } from '../canvas/groups.ts'
import type { Editor } from '../store/editor.ts'
import { problemOf } from '../store/problem-of.ts'
import { collapse } from './collapse.ts'
import { folderOf, stemOf } from './paths.ts'

/** The selected nodes, and those that lie in selected groups. */
const chosenIds = ({ document, session, catalogue }: Editor) => {
  const { flow } = document.getState()
  const { selection, items } = session.getState()
  const group = flow.layout.groups.find(({ id }) => items.includes(`group:${id}`))
  const inGroups = [...carriedBy(flow, catalogue, items).keys()].filter(id => id in flow.nodes)
  return { ids: new Set([...selection, ...inGroups]), title: group?.title, gone: new Set(items) }
}

/** A file beside the flow that is not there yet: `orders.part.flow.json`, `orders.part-2.flow.json`. */
const freshFile = async ({ client }: Editor, flowPath: string, title: string): Promise<string> => {
  const folder = folderOf(flowPath)
  const { entries } = await client.call('list', { folder: folder || null })
  const taken = new Set(entries.map(entry => entry.name.toLowerCase()))
  const part =
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'part'
  const stem = `${stemOf(flowPath)}.${part}`
  let name = `${stem}.flow.json`
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${stem}-${count}.flow.json`
  return name
}

/** Writes the selected nodes as a flow of their own beside the open one, and puts a node in their place: one step of the history. */
export const makeSubflow = async (editor: Editor): Promise<boolean> => {
  const { document, files, session, facts, catalogue, client } = editor
  const say = (text: string): false => {
    files.getState().notify({ text })
    return false
  }
  const { ids, title = 'Subflow', gone } = chosenIds(editor)
  if (ids.size === 0) return say('Select nodes, or a group with nodes in it.')
  if (document.getState().path === null && !(await files.getState().save()))
    return say('A subflow is a file beside this flow: save this one first.')
  await facts.getState().check()
  const { path } = document.getState()
  if (path === null) return false
  try {
    const name = await freshFile(editor, path, title === 'Group' ? 'part' : title)
    const { flow } = document.getState()
    const made = collapse({ flow, catalogue, facts: facts.getState().nodes, ids, gone }, name, title)
    if (typeof made === 'string') return say(made)
    await client.call('save', { path: `${folderOf(path)}${name}`, text: saveFlow(made.inner, catalogue), stamp: null })
    if (document.getState().flow !== flow)
      return say(`The flow was changed meanwhile: ${name} is written, but the nodes are still here. Try it again.`)
    document.getState().edit(`Make ${ids.size} nodes a subflow`, () => made.outer, { undo: 'undoable' })
    session.getState().select({ selection: [made.node] })
    files.getState().notify({ text: `The nodes are in ${name} now. Undo brings them back; the file stays.` })
    return true
  } catch (error) {
    files.getState().notify({ text: problemOf(error).message, problem: problemOf(error) })
    return false
  }
}
