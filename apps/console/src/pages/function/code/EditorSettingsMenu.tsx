import { Settings2 } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Kbd } from '../../../ui/Kbd.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { changeSettings, editorSettings, FONT_SIZES } from './editorSettings.ts'
import { useStore } from './useStore.ts'

/** Keys of the editor, the debugger and this page. F1 in the editor lists all others. */
const KEYS = [
  ['save', 'Ctrl S'],
  ['run', 'Ctrl ↵'],
  ['search', 'Ctrl Shift F'],
  ['find', 'Ctrl F'],
  ['definition', 'F12'],
  ['references', 'Shift F12'],
  ['rename', 'F2'],
  ['format', 'Shift Alt F'],
  ['problem', 'F8'],
  ['comment', 'Ctrl /'],
  ['debug', 'F5'],
  ['breakpoint', 'F9'],
  ['step', 'F10, F11'],
  ['commands', 'F1'],
] as const

export function EditorSettingsMenu() {
  const { t } = useTranslation()
  const settings = useStore(editorSettings)
  return (
    <Popover
      title={t('fn.settings.title')}
      className="max-h-[80dvh] w-72 max-w-[calc(100vw-24px)] overflow-y-auto"
      trigger={<IconButton size="sm" label={t('fn.settings.title')} icon={<Settings2 size={14} />} />}
    >
      <div className="mb-2 flex items-center justify-between">
        {t('fn.settings.fontSize')}
        <Select
          size="sm"
          label={t('fn.settings.fontSize')}
          value={String(settings.fontSize)}
          options={FONT_SIZES.map((size) => ({ value: String(size), label: String(size) }))}
          onChange={(size) => changeSettings({ fontSize: Number(size) })}
        />
      </div>
      {(['wrap', 'minimap', 'vim'] as const).map((name) => (
        <div key={name} className="mb-2 flex items-center justify-between">
          {t(`fn.settings.${name}`)}
          <Switch
            label={t(`fn.settings.${name}`)}
            checked={settings[name]}
            onChange={(on) => changeSettings({ [name]: on })}
          />
        </div>
      ))}
      <h3 className="mt-3 mb-1 font-heading">{t('fn.settings.keys')}</h3>
      <dl className="grid grid-cols-[minmax(0,1fr)_max-content] gap-x-3 gap-y-1 text-sm">
        {KEYS.map(([name, keys]) => (
          <div key={name} className="contents">
            <dt className="text-fg-2">{t(`fn.settings.key.${name}`)}</dt>
            <dd className="text-right">
              <Kbd>{keys}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Popover>
  )
}
