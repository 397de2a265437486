import { Search } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'

interface SearchInputProps {
  /** As in the URL. */
  value: string
  onChange: (value: string) => void
  label: string
}

/** A search field that searches 200 ms after the last key. */
export function SearchInput({ value, onChange, label }: SearchInputProps) {
  const [typed, setTyped] = useState(value)
  const commit = useEffectEvent((text: string) => text !== value && onChange(text))
  useEffect(() => {
    const timer = setTimeout(() => commit(typed.trim()), 200)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <div className="relative w-72 max-w-full narrow:w-auto narrow:min-w-40 narrow:flex-1">
      <Search size={14} className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-fg-3" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="h-7 w-full rounded-control border border-line-input bg-raised pr-2 pl-8 outline-offset-[-1px] narrow:h-9"
      />
    </div>
  )
}
