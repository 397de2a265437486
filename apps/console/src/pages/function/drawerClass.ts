/** Docked beside the list where there is room, in its place where there is not, over everything when narrow. */
export const drawerClass = [
  'min-h-0 min-w-0 border-l border-line-strong bg-raised dark:bg-[oklch(0.207_0.0075_218)]',
  'wide:[--gutter:20px] compact:border-l-0 roomy:overflow-y-auto',
  'narrow:fixed narrow:inset-x-0 narrow:top-12 narrow:bottom-0 narrow:z-20 narrow:overflow-y-auto',
].join(' ')
