import type { LucideIcon } from 'lucide-react'
import type { PaletteEntry } from './PaletteGroup.tsx'

export function entry(label: string, Icon: LucideIcon, run: () => unknown): PaletteEntry {
  return { id: label, names: [label], label, icon: <Icon size={15} />, run: () => void run() }
}
