import { expect, type Page } from '@playwright/test'

/** Replaces all text of the open file, or of another editor, as a person would: click, select all, paste. */
export async function writeCode(page: Page, code: string, editor = page.locator('.monaco-editor').first()) {
  await expect(editor).toBeVisible()
  await editor.locator('.view-lines').click()
  await page.keyboard.press('Control+A')
  // Pasted: typed text would meet auto-closing brackets and auto-indentation.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((text) => navigator.clipboard.writeText(text), code)
  await page.keyboard.press('Control+V')
}
