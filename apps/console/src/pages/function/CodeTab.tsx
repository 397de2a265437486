export default function CodeTab() {
  return null
}
