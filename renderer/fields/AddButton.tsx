import { Plus } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'

/** Adds one more to a list. */
export const AddButton = ({ label, onClick }: { readonly label: string; readonly onClick: () => void }) => (
  <Button size="sm" variant="ghost" className="add-item" icon={<Plus {...icon12} />} onClick={onClick}>
    {label}
  </Button>
)
