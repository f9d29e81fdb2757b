import { Group, Panel, Separator } from 'react-resizable-panels'
import { Canvas } from '../canvas/Canvas.tsx'
import { Palette } from '../palette/Palette.tsx'
import { useSession } from '../store/use-editor.ts'
import { Later } from '../ui/Later.tsx'
import { ConflictStrip } from './ConflictStrip.tsx'
import { dock, inspector } from './parts.ts'
import { RunStrip } from './RunStrip.tsx'

const waiting = <div className="waiting-part" />

const Middle = () => (
  <div className="middle">
    <ConflictStrip />
    <RunStrip />
    <div className="middle-canvas">
      <Canvas />
    </div>
  </div>
)

/** Palette, canvas and, below both, the dock; the inspector keeps its height beside them. */
export const Workbench = () => {
  const dockOpen = useSession(state => state.dock.open)
  const paletteOpen = useSession(state => state.paletteOpen)
  return (
    <main className="workbench">
      <Group orientation="horizontal">
        <Panel id="left" minSize="480px">
          <Group orientation="vertical">
            <Panel id="upper" minSize="160px">
              <Group orientation="horizontal">
                {paletteOpen && (
                  <>
                    <Panel
                      id="palette"
                      defaultSize="208px"
                      minSize="160px"
                      maxSize="360px"
                      groupResizeBehavior="preserve-pixel-size"
                    >
                      <Palette />
                    </Panel>
                    <Separator className="splitter" aria-label="Width of the palette" />
                  </>
                )}
                <Panel id="canvas" minSize="240px">
                  <Middle />
                </Panel>
              </Group>
            </Panel>
            <Separator className="splitter across" aria-label="Height of the dock" disabled={!dockOpen} />
            {dockOpen ? (
              <Panel id="dock" defaultSize="316px" minSize="120px" groupResizeBehavior="preserve-pixel-size">
                <Later part={dock} waiting={waiting} />
              </Panel>
            ) : (
              <Panel
                id="dock-closed"
                defaultSize="32px"
                minSize="32px"
                maxSize="32px"
                groupResizeBehavior="preserve-pixel-size"
              >
                <Later part={dock} waiting={waiting} />
              </Panel>
            )}
          </Group>
        </Panel>
        <Separator className="splitter" aria-label="Width of the inspector" />
        <Panel
          id="inspector"
          defaultSize="312px"
          minSize="260px"
          maxSize="720px"
          groupResizeBehavior="preserve-pixel-size"
        >
          <Later part={inspector} waiting={waiting} />
        </Panel>
      </Group>
    </main>
  )
}
