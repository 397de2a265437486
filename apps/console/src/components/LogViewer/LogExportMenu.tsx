import { Download } from 'lucide-react'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'

type Format = 'ndjson' | 'csv'

interface LogExportMenuProps {
  urlOf(format: Format): string
  labelOf(format: Format): string
}

/** Downloads the lines that match the query of the page. */
export function LogExportMenu({ urlOf, labelOf }: LogExportMenuProps) {
  const { t } = useTranslation()
  return (
    <Menu
      trigger={
        <Button className="h-8! narrow:h-9!" icon={<Download size={15} />}>
          {t('logs.export')}
        </Button>
      }
    >
      {(['ndjson', 'csv'] as const).map((format) => (
        <MenuItem
          key={format}
          render={
            // oxlint-disable-next-line jsx-a11y/anchor-has-content, jsx-a11y/control-has-associated-label
            <a href={urlOf(format)} download />
          }
        >
          {labelOf(format)}
        </MenuItem>
      ))}
    </Menu>
  )
}
