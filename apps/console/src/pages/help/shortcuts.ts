/** Every shortcut of the console, by where it works. A key's text is `help.keys.{id}`. */
export const SHORTCUTS = [
  {
    place: 'everywhere',
    keys: [
      ['palette', 'Ctrl K'],
      ['close', 'Esc'],
    ],
  },
  {
    place: 'lists',
    keys: [
      ['rows', 'J K, ↑ ↓'],
      ['ends', 'Home End'],
      ['open', 'Enter'],
      ['select', 'X'],
      ['selectRange', 'Shift X, Shift ↑ ↓'],
      ['selectRows', 'Ctrl A'],
    ],
  },
  {
    place: 'code',
    keys: [
      ['save', 'Ctrl S'],
      ['run', 'Ctrl Enter'],
      ['find', 'Ctrl F'],
      ['definition', 'F12'],
      ['editorAll', 'F1'],
    ],
  },
  {
    place: 'debugger',
    keys: [
      ['debug', 'F5'],
      ['continue', 'F8, F5'],
      ['over', 'F10'],
      ['into', 'F11'],
      ['out', 'Shift F11'],
      ['here', 'Ctrl F10'],
      ['breakpoint', 'F9'],
      ['stop', 'Shift F5'],
    ],
  },
  {
    place: 'tests',
    keys: [
      ['runCase', 'Ctrl Enter'],
      ['runAll', 'Ctrl Shift Enter'],
      ['stopRun', 'Esc'],
      ['failedFirst', 'F'],
      ['cases', 'J K'],
    ],
  },
  {
    place: 'logs',
    keys: [
      ['query', '/'],
      ['fields', 'Ctrl Space'],
      ['take', 'Tab'],
      ['lines', 'J K'],
      ['pause', 'Space'],
    ],
  },
  {
    place: 'issues',
    keys: [
      ['resolve', 'R'],
      ['ignore', 'I'],
      ['assign', 'A'],
      ['neighbours', '] ['],
    ],
  },
] as const
