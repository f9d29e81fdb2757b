/** A weir: the streams on the left, what passes on the right. */
export const Logo = () => (
  <svg
    width="20"
    height="20"
    viewBox="0 0 20 20"
    fill="none"
    stroke="var(--accent)"
    strokeWidth="1.75"
    strokeLinecap="round"
    role="img"
    aria-label="Weir"
  >
    <path d="M2 6.5h7.5c2.6 0 2.4 7 5 7H18" />
    <path d="M2 10.5h5.2M2 14.5h7" opacity=".55" />
    <path d="M11.5 2.5v3" stroke="var(--fg-1)" />
    <path d="M11.5 11.5v6" stroke="var(--fg-1)" />
  </svg>
)
