import { Redo2, Search, SunMoon, Undo2 } from 'lucide-react'
import { runCommand } from '../app/commands.ts'
import { openDialog } from '../app/dialogs.ts'
import { keyLabel } from '../app/keys.ts'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { Trail } from '../subflow/Trail.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { icon14, icon16 } from '../ui/icon.ts'
import { FileMenu } from './FileMenu.tsx'
import { Logo } from './Logo.tsx'
import { ParamsButton } from './ParamsButton.tsx'
import { RunButtons } from './RunButtons.tsx'
import './topbar.css'

const History = () => {
  const editor = useEditor()
  const back = useDocument(state => state.entries[state.position - 1]?.label)
  const forth = useDocument(state => state.entries[state.position]?.label)
  return (
    <>
      <IconButton
        icon={<Undo2 {...icon16} />}
        label={back ? `Undo ${back}` : 'Undo'}
        keys={keyLabel('Ctrl+Z')}
        disabled={back === undefined}
        onClick={() => runCommand(editor, 'undo')}
      />
      <IconButton
        icon={<Redo2 {...icon16} />}
        label={forth ? `Redo ${forth}` : 'Redo'}
        keys={keyLabel('Ctrl+Y')}
        disabled={forth === undefined}
        onClick={() => runCommand(editor, 'redo')}
      />
    </>
  )
}

const Name = () => {
  const name = useDocument(state => state.flow.name)
  const dirty = useDocument(state => state.dirty)
  const path = useDocument(state => state.path)
  return (
    <h1 className="flow-name" title={path ?? 'Not saved yet'}>
      <span className="el">{name || 'Untitled'}</span>
      {dirty && (
        <span className="unsaved" role="img" aria-label="Unsaved changes">
          <title>Unsaved changes</title>
        </span>
      )}
    </h1>
  )
}

/** The slim bar on top: the flow, its history and parameters, the command palette, Check, Run and Stop. */
export const TopBar = () => {
  const editor = useEditor()
  const atStart = useSession(state => state.atStart)
  return (
    <header className="topbar">
      <Logo />
      {atStart ? <span className="flow-name">Weir</span> : <Trail />}
      {!atStart && <Name />}
      <FileMenu />
      {!atStart && (
        <>
          <span className="sep" />
          <div className="pair">
            <History />
          </div>
          <span className="sep" />
          <ParamsButton />
        </>
      )}
      <span className="sp" />
      <button
        type="button"
        className="command-field"
        aria-label="Search or run a command"
        aria-keyshortcuts="Control+K"
        onClick={() => openDialog('commands')}
      >
        <Search {...icon14} />
        <span className="el">Search or run a command</span>
        <span className="sp" />
        <span className="kbd">{keyLabel('Ctrl+K')}</span>
      </button>
      <span className="sp" />
      {atStart ? (
        <IconButton
          icon={<SunMoon {...icon16} />}
          label="Light or dark"
          onClick={() => runCommand(editor, 'theme-toggle')}
        />
      ) : (
        <RunButtons />
      )}
    </header>
  )
}
