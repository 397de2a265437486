/** Files, editor and run pane in columns. As high as the window allows; one at a time when narrow. */
export const benchClass =
  'grid min-h-0 flex-1 grid-cols-[196px_minmax(0,1fr)_348px] grid-rows-[minmax(0,1fr)] compact:grid-cols-[160px_minmax(0,1fr)_300px] narrow:grid-cols-1'
