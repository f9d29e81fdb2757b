import { substituteSettings } from '#core/compile/substitute.ts'
import { canvasApi } from '../canvas/canvas-api.ts'
import type { Editor } from '../store/editor.ts'
import { settingsOf } from '../store/ports.ts'
import { besideFlow } from './paths.ts'

/** The path of the flow in a node's place, parameters put in; null where there is none. */
const pathOf = ({ document, session, catalogue }: Editor, id: string): string | null => {
  const { flow } = document.getState()
  const node = flow.nodes[id]
  const kind = node && catalogue.get(node.kind)
  if (!node || !kind?.flow) return null
  const defaults = Object.entries(flow.params).map(([name, { default: value = null }]) => [name, value] as const)
  const params = { ...Object.fromEntries(defaults), ...session.getState().params }
  let known = true
  const settings = substituteSettings(kind.settings, node.settings, { params, environment: () => undefined }, () => {
    known = false
  })
  const { path } = kind.flow(settingsOf(catalogue, node.kind, settings))
  return known && path.trim() ? path : null
}

/** Opens the flow that stands in a node's place; the way back is kept, with what is in view. */
export const enterSubflow = async (editor: Editor, id: string): Promise<boolean> => {
  const { document, files } = editor
  const path = pathOf(editor, id)
  if (path === null) {
    files.getState().notify({ text: 'No flow is chosen yet for this node.' })
    return false
  }
  if (document.getState().path === null && !(await files.getState().save())) return false
  const { path: outer, flow } = document.getState()
  if (outer === null) return false
  const view = canvasApi.getState().api?.view() ?? null
  const visit = { path: outer, name: flow.name, node: id, view }
  return files.getState().open(besideFlow(path, outer), [...files.getState().trail, visit])
}

/** Goes back to a flow around the open one, as it was left. */
export const leaveSubflow = async ({ files, session }: Editor, index: number): Promise<boolean> => {
  const { trail } = files.getState()
  const visit = trail[index]
  if (!visit) return false
  canvasApi.setState({ next: visit.view })
  const done = await files.getState().open(visit.path, trail.slice(0, index))
  if (done) session.getState().select({ selection: [visit.node] })
  else canvasApi.setState({ next: null })
  return done
}
