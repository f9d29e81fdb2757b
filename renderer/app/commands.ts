import type { Editor } from '../store/editor.ts'
import type { Command } from './commands/command.ts'
import { editCommands } from './commands/edit.ts'
import { fileCommands } from './commands/file.ts'
import { moveCommands } from './commands/move.ts'
import { runCommands } from './commands/run.ts'
import { subflowCommands } from './commands/subflow.ts'
import { viewCommands } from './commands/view.ts'

export type { Command }

/** Everything that can be done, in the order of the command palette. */
export const commands: readonly Command[] = [
  ...fileCommands,
  ...editCommands,
  ...subflowCommands,
  ...viewCommands,
  ...moveCommands,
  ...runCommands,
]

export const runCommand = (editor: Editor, id: string) => {
  const command = commands.find(other => other.id === id)
  if (command && (command.enabled?.(editor) ?? true)) command.run(editor)
}
