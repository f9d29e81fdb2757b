import { lazy, Suspense, useEffect } from 'react'
import { useStore } from 'zustand'
import { FileDragHint } from '../bring/FileDragHint.tsx'
import { listenForFiles } from '../bring/file-drag.ts'
import { StartPage } from '../start/StartPage.tsx'
import { useEditor, useFiles, useSession } from '../store/use-editor.ts'
import { TopBar } from '../topbar/TopBar.tsx'
import './app.css'
import { Later } from '../ui/Later.tsx'
import { TooltipProvider } from '../ui/Tooltip.tsx'
import { copying } from './copying.ts'
import { dialogs } from './dialogs.ts'
import { listenForKeys } from './keys.ts'
import { commandPalette, loadAhead, workbench } from './parts.ts'
import { picking } from './pick.ts'
import { StatusBar } from './StatusBar.tsx'
import { useTheme, useWindowTitle } from './theme.ts'

const CopyDialog = lazy(() => import('./CopyDialog.tsx'))
const DryRunDialog = lazy(() => import('./DryRunDialog.tsx'))
const FilePicker = lazy(() => import('./pick-file.tsx'))
const LeaveDialog = lazy(() => import('./LeaveDialog.tsx'))
const RenameDialog = lazy(() => import('./RenameDialog.tsx'))
const HistoryPanel = lazy(() => import('./HistoryPanel.tsx'))

/** What floats above the window, loaded when it is asked for. */
const Floating = () => {
  const open = useStore(dialogs, state => state.open)
  const request = useStore(picking, state => state.request)
  const leaving = useFiles(state => state.leaving)
  const copies = useStore(copying, state => state.request)
  return (
    <Suspense fallback={null}>
      {open === 'commands' && <Later part={commandPalette} />}
      {open === 'history' && <HistoryPanel />}
      {open === 'rename' && <RenameDialog />}
      {open === 'dry-run' && <DryRunDialog />}
      {request && <FilePicker key={request.kind} request={request} />}
      {leaving && <LeaveDialog answer={leaving} />}
      {copies && <CopyDialog request={copies} />}
    </Suspense>
  )
}

export const App = () => {
  const editor = useEditor()
  const atStart = useSession(state => state.atStart)
  useTheme()
  useWindowTitle()
  useEffect(() => listenForKeys(editor), [editor])
  useEffect(() => listenForFiles(editor), [editor])
  useEffect(loadAhead, [])
  return (
    <TooltipProvider>
      <div className="app">
        <TopBar />
        {atStart ? <StartPage /> : <Later part={workbench} waiting={<main className="waiting-part" />} />}
        <StatusBar />
        <Floating />
        <FileDragHint />
      </div>
    </TooltipProvider>
  )
}
