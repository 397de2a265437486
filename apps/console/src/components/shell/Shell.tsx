import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { engineQuery } from '../../api/engine.ts'
import { loadTexts, useTranslation } from '../../i18n/index.ts'
import { IsolationBanner } from './IsolationBanner.tsx'
import { Nav } from './Nav.tsx'
import { ConnectionNotice } from './ConnectionNotice.tsx'
import { EarlyPalette } from './PaletteInput.tsx'
import { useTitlesOfCutText } from './useTitlesOfCutText.ts'
import { useFocusPlace } from './useFocusPlace.ts'
import { useRecents } from './recents.ts'
import { StaleNotice } from './StaleNotice.tsx'
import { TopBar } from './TopBar.tsx'
import { useShortcut } from './useShortcut.ts'

// Not needed for the first paint: the palette opens on request, the drawer is for narrow screens.
const NavDrawer = lazy(() => import('./NavDrawer.tsx'))
const DiskBanner = lazy(async () => (await Promise.all([import('./DiskBanner.tsx'), loadTexts('platform')]))[0])
const loadPalette = () => import('./Palette.tsx')
const Palette = lazy(loadPalette)

/** The frame of every signed-in page. The page scrolls, the frame stays. */
export function Shell() {
  const { t } = useTranslation()
  const [palette, setPalette] = useState(false)
  const [typed, setTyped] = useState('')
  const [drawer, setDrawer] = useState(false)
  const cameFrom = useRef<HTMLElement | null>(null)
  const openPalette = () => {
    cameFrom.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setPalette(true)
  }
  const find = () => {
    setDrawer(false)
    openPalette()
  }
  const closePalette = () => {
    setPalette(false)
    setTyped('')
  }
  useShortcut('k', () => (palette ? closePalette() : openPalette()), loadPalette)
  useRecents()
  useFocusPlace()
  useTitlesOfCutText()
  const disk = useQuery(engineQuery).data?.disk

  return (
    <div className="grid h-dvh grid-cols-[var(--side)_minmax(0,1fr)] grid-rows-[minmax(0,1fr)] compact:grid-cols-[52px_minmax(0,1fr)] narrow:grid-cols-[minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only rounded-control bg-raised px-3 py-1.5 focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        {t('shell.skip')}
      </a>
      <Nav collapsing onFind={find} onApproach={loadPalette} className="narrow:hidden" />
      <div className="flex min-h-0 min-w-0 flex-col">
        <TopBar onMenu={() => setDrawer(true)} onFind={find} />
        <IsolationBanner />
        <ConnectionNotice />
        <StaleNotice />
        {disk && disk.room !== 'enough' && (
          <Suspense>
            <DiskBanner disk={disk} />
          </Suspense>
        )}
        <main
          id="content"
          // It scrolls, so the keyboard must be able to focus it even when the page has nothing else to focus.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          data-scroll-restoration-id="content"
          className="flex min-h-0 flex-1 flex-col overflow-y-auto outline-offset-[-2px]"
        >
          <Outlet />
        </main>
      </div>
      <Suspense>{drawer && <NavDrawer onClose={() => setDrawer(false)} onFind={find} />}</Suspense>
      {palette && (
        <Suspense
          fallback={<EarlyPalette typed={typed} onType={setTyped} onClose={closePalette} cameFrom={cameFrom} />}
        >
          <Palette typed={typed} onType={setTyped} onClose={closePalette} cameFrom={cameFrom} />
        </Suspense>
      )}
    </div>
  )
}
