import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { useTheme } from '../../../../ui/theme.ts'
import type { DebugSession } from './session.ts'

interface DevToolsProps {
  session: DebugSession
  onClose(): void
}

/**
 * The DevTools of Chrome over the whole window. Their page has no origin of its own, so it cannot speak to the server:
 * it hands over a port, whose messages travel through the session.
 */
export function DevTools({ session, onClose }: DevToolsProps) {
  const { t, i18n } = useTranslation()
  const { shown } = useTheme()
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    let detach: (() => void) | null = null
    const listener = ({ source, data, ports: [port] }: MessageEvent) => {
      if (source === null || source !== frame.current?.contentWindow || data !== 'alcove-devtools' || !port) return
      detach?.()
      detach = session.attachDevTools(port)
    }
    window.addEventListener('message', listener)
    return () => {
      window.removeEventListener('message', listener)
      detach?.()
    }
  }, [session])
  const query = new URLSearchParams({ ws: 'session', v8only: 'true', theme: shown, language: i18n.language })
  return (
    <Base.Root open onOpenChange={(next) => next || onClose()}>
      <Base.Portal>
        <Base.Popup initialFocus={frame} className="fixed inset-0 z-40 flex flex-col bg-canvas text-fg outline-none">
          <header className="flex h-10 shrink-0 items-center gap-3 border-b border-line bg-frame px-3">
            <Base.Title className="font-heading">{t('fn.debug.devTools')}</Base.Title>
            <Base.Description className="cut min-w-0 flex-1 text-sm text-fg-2">
              {t('fn.debug.devToolsAbout')}
            </Base.Description>
            <Base.Close render={<IconButton label={t('fn.debug.closeDevTools')} size="sm" icon={<X size={15} />} />} />
          </header>
          <iframe
            ref={frame}
            title={t('fn.debug.devTools')}
            src={`/devtools/?${query}`}
            sandbox="allow-scripts allow-downloads"
            className="min-h-0 w-full flex-1 border-0"
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
