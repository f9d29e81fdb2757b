import {
  Background,
  type Edge,
  type EdgeChange,
  type Node,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import {
  lazy,
  type MouseEvent,
  type PointerEvent,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Point } from '#core/flow/types.ts'
import { runCommand } from '../app/commands.ts'
import { endOf } from '../store/ports.ts'
import { useDocument, useEditor, useSession } from '../store/use-editor.ts'
import { closeSearch, openSearch } from './add-search.ts'
import { ConnectionHint } from './ConnectionHint.tsx'
import './canvas.css'
import { canvasApi } from './canvas-api.ts'
import { DragGhost } from './DragGhost.tsx'
import { EmptyCanvas } from './EmptyCanvas.tsx'
import { FlowEdge } from './FlowEdge.tsx'
import { fitView } from './fit-view.ts'
import { createView, type FlowEdgeData } from './flow-view.ts'
import { GroupFrame } from './GroupFrame.tsx'
import type { Rect } from './geometry.ts'
import { hiddenIn } from './groups.ts'
import { MapAndZoom } from './MapAndZoom.tsx'
import { NodeCard } from './NodeCard.tsx'
import { NodeSearch } from './NodeSearch.tsx'
import { NoteCard } from './NoteCard.tsx'
import { useConnecting } from './use-connecting.ts'
import { useDrags } from './use-drags.ts'
import { useDrops } from './use-drops.ts'
import { useSpace } from './use-space.ts'

const CanvasMenu = lazy(() => import('./CanvasMenu.tsx'))

const nodeTypes = { card: NodeCard, note: NoteCard, group: GroupFrame }
const edgeTypes = { flow: FlowEdge }

/** Levels of detail, with a little slack so that a zoom at the border does not flicker. */
const useDetail = () => {
  const last = useRef<'full' | 'title' | 'bar'>('full')
  return useStore(({ transform: [, , zoom] }) => {
    const slack = last.current === 'full' ? -0.02 : 0.02
    last.current = zoom > 0.55 + slack ? 'full' : zoom > 0.3 ? 'title' : 'bar'
    return last.current
  })
}

/** What is brought into view stands this far from the border. */
const air = 24

const rectsOf = (nodes: readonly Node[]): readonly Rect[] =>
  nodes.map(({ position, width = 0, height = 0 }) => ({ ...position, width, height }))

const isItem = (id: string) => id.includes(':')

/** False where the card is not drawn. */
const focusCard = (surface: HTMLElement | null, id: string): boolean => {
  const card = surface?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  card?.focus()
  return card !== null && card !== undefined
}

const Surface = () => {
  const editor = useEditor()
  const { catalogue, session } = editor
  const flow = useDocument(state => state.flow)
  const selection = useSession(state => state.selection)
  const items = useSession(state => state.items)
  const selectedEdges = useSession(state => state.edges)
  const view = useMemo(() => createView(catalogue), [catalogue])
  const surface = useRef<HTMLDivElement>(null)
  const pointer = useRef<{ x: number; y: number } | null>(null)
  const rf = useReactFlow()
  const detail = useDetail()
  const [locked, setLocked] = useState(false)
  const [menuAt, setMenuAt] = useState<Point | null>(null)
  const drags = useDrags()
  const connecting = useConnecting()
  const space = useSpace(pointer)
  useDrops(surface)

  // what a drag under way brings into a collapsed group stays in sight until it is let go
  const base = useDocument(state => state.base)
  const hidden = useMemo(() => hiddenIn(base, catalogue), [base, catalogue])
  const nodes = useMemo(
    () => view.nodes(flow, new Set([...selection, ...items]), hidden),
    [view, flow, selection, items, hidden],
  )
  const edges = useMemo(() => view.edges(flow, new Set(selectedEdges), hidden), [view, flow, selectedEdges, hidden])

  useEffect(() => {
    const middleOfScreen = () => {
      const box = surface.current?.getBoundingClientRect()
      return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 }
    }
    canvasApi.setState({
      api: {
        fit: ids => {
          const chosen = ids?.length ? rf.getNodes().filter(node => ids.includes(node.id)) : rf.getNodes()
          const box = surface.current?.getBoundingClientRect()
          if (box) void rf.setViewport(fitView(rectsOf(chosen), box.width, box.height), { duration: 140 })
        },
        zoom: by =>
          void (by === 'one'
            ? rf.zoomTo(1, { duration: 140 })
            : by === 'in'
              ? rf.zoomIn({ duration: 140 })
              : rf.zoomOut({ duration: 140 })),
        view: () => rf.getViewport(),
        middle: () => rf.screenToFlowPosition(middleOfScreen()),
        toFlow: point => rf.screenToFlowPosition(point),
        pointer: () => pointer.current ?? middleOfScreen(),
        focus: id => {
          const node = rf.getNode(id)
          const box = surface.current?.getBoundingClientRect()
          if (!node || !box) return
          const at = rf.flowToScreenPosition(node.position)
          const zoom = rf.getZoom()
          const into = (start: number, size: number, low: number, high: number) =>
            Math.max(0, low + air - start) - Math.max(0, start + size - high + air)
          const x = into(at.x, (node.width ?? 0) * zoom, box.left, box.right)
          const y = into(at.y, (node.height ?? 0) * zoom, box.top, box.bottom)
          const view = rf.getViewport()
          const moved = x || y ? rf.setViewport({ x: view.x + x, y: view.y + y, zoom }, { duration: 140 }) : null
          if (focusCard(surface.current, id)) return
          // a card that was out of view is drawn when the view gets there; until then the canvas has the keys
          surface.current?.focus()
          void moved?.then(() => {
            if (document.activeElement === surface.current) focusCard(surface.current, id)
          })
        },
      },
    })
    return () => canvasApi.setState({ api: null })
  }, [rf])

  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      drags.follow(changes)
      const picks = changes.filter(change => change.type === 'select')
      if (picks.length === 0) return
      const state = session.getState()
      const chosen = new Set([...state.selection, ...state.items])
      for (const { id, selected } of picks) selected ? chosen.add(id) : chosen.delete(id)
      const all = [...chosen]
      session
        .getState()
        .select({ selection: all.filter(id => !isItem(id)), items: all.filter(isItem), edges: state.edges })
    },
    [drags, session],
  )

  const onEdgesChange = useCallback(
    (changes: EdgeChange[]) => {
      const picks = changes.filter(change => change.type === 'select')
      if (picks.length === 0) return
      const { selection: chosen, items: others, edges: old } = session.getState()
      const next = new Set(old)
      for (const { id, selected } of picks) selected ? next.add(id) : next.delete(id)
      session.getState().select({ selection: chosen, items: others, edges: [...next] })
    },
    [session],
  )

  /** A press on the canvas brings the keys here, also from a field that had them. */
  const takeKeys = () => {
    const active = document.activeElement
    if (active instanceof HTMLElement && !surface.current?.contains(active)) active.blur()
  }

  /** A right click picks what it is on, unless that is picked already; the menu key opens it at what is picked. */
  const openMenu = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('textarea, input, [role="menu"]')) return
    event.preventDefault()
    const id = event.target.closest('.react-flow__node')?.getAttribute('data-id')
    const state = session.getState()
    if (id && !state.selection.includes(id) && !state.items.includes(id))
      state.select(isItem(id) ? { items: [id] } : { selection: [id] })
    else if (!id && event.target.closest('.react-flow__pane')) state.select({})
    setMenuAt({ x: event.clientX, y: event.clientY })
  }

  const track = (event: PointerEvent) => {
    pointer.current = { x: event.clientX, y: event.clientY }
  }

  return (
    // The canvas listens for the pointer alone; what can be done here has a key, listed in the command palette.
    <section
      ref={surface}
      className="canvas"
      data-lod={detail}
      aria-label="Flow"
      tabIndex={-1}
      onPointerDownCapture={takeKeys}
      onPointerMove={track}
      onPointerLeave={() => (pointer.current = null)}
      onContextMenu={openMenu}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStart={(_, __, dragged) => drags.start(dragged)}
        onNodeDragStop={(event, _, dragged) =>
          drags.stop(dragged, 'clientX' in event ? { x: event.clientX, y: event.clientY } : null)
        }
        onSelectionDragStart={(_, dragged) => drags.start(dragged)}
        onSelectionDragStop={(_, dragged) => drags.stop(dragged, null)}
        onEdgeClick={(_, edge: Edge) => {
          const from = endOf((edge.data as FlowEdgeData).edge.from)
          session.getState().show(from.node, from.port)
        }}
        onEdgeDoubleClick={(event, edge: Edge) =>
          openSearch({ x: event.clientX, y: event.clientY, onEdge: (edge.data as FlowEdgeData).edge })
        }
        onNodeDoubleClick={(_, { id }) => !isItem(id) && runCommand(editor, 'enter-subflow')}
        onConnect={connecting.connect}
        onConnectStart={connecting.start}
        onConnectEnd={connecting.end}
        isValidConnection={connecting.allowed}
        onPaneClick={closeSearch}
        onMoveStart={space.moved}
        onDoubleClick={event => {
          if (event.target instanceof Element && event.target.matches('.react-flow__pane'))
            openSearch({ x: event.clientX, y: event.clientY })
        }}
        onFocus={event => {
          const id = event.target.matches('.react-flow__node:focus-visible')
            ? event.target.getAttribute('data-id')
            : null
          if (id && !isItem(id) && !session.getState().selection.includes(id))
            session.getState().select({ selection: [id] })
        }}
        nodesDraggable={!locked}
        nodesConnectable={!locked}
        nodesFocusable
        edgesFocusable={false}
        elevateNodesOnSelect={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Control', 'Meta', 'Shift']}
        panActivationKeyCode="Space"
        panOnDrag={[1, 2]}
        panOnScroll
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        zoomOnDoubleClick={false}
        connectionRadius={16}
        connectionLineStyle={{ stroke: 'var(--accent)', strokeWidth: 2 }}
        onInit={({ setViewport }) => {
          const box = surface.current?.getBoundingClientRect()
          const { next } = canvasApi.getState()
          canvasApi.setState({ next: null })
          if (next) void setViewport(next)
          else if (box) void setViewport(fitView(rectsOf(nodes), box.width, box.height))
        }}
        minZoom={0.1}
        maxZoom={2}
        nodeDragThreshold={2}
        onlyRenderVisibleElements
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={20} size={2} color="var(--dot)" bgColor="var(--canvas)" />
        <MapAndZoom locked={locked} setLocked={setLocked} />
      </ReactFlow>
      {Object.keys(flow.nodes).length + flow.layout.notes.length === 0 && <EmptyCanvas />}
      <ConnectionHint reason={connecting.reason} />
      <DragGhost />
      <NodeSearch />
      {menuAt && (
        <Suspense fallback={null}>
          <CanvasMenu at={menuAt} onClose={() => setMenuAt(null)} />
        </Suspense>
      )}
    </section>
  )
}

/** Each document that is put in begins with a view of its own. */
export const Canvas = () => (
  <ReactFlowProvider key={useDocument(state => state.loads)}>
    <Surface />
  </ReactFlowProvider>
)
