import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { Watermarked } from './Watermarked.tsx';
import './page.css';

type PageProps = {
  title: string;
  /** Beside the title in small: a number, a state. */
  subtitle?: ReactNode;
  /** Where one stands: `H-2026-0231 › 清册核对`. */
  crumbs?: { text: ReactNode; to?: string }[];
  /** At the right of the title: a quiet word, then buttons, the important one last. */
  actions?: ReactNode;
  /** Shows client data: the viewer's name and the time lie over it. */
  clientData?: boolean;
  children: ReactNode;
};

/** A page: where one stands, its title in Song type, what can be done, and the sheets. */
export function Page({ title, subtitle, crumbs, actions, clientData, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · 接力`;
  }, [title]);
  const page = (
    <>
      <header className="page-head">
        <div className="page-titles">
          {crumbs && (
            <nav className="page-crumbs faint">
              {crumbs.map((crumb, at) => (
                <span key={at}>{crumb.to ? <Link to={crumb.to}>{crumb.text}</Link> : crumb.text}</span>
              ))}
            </nav>
          )}
          <h1>
            {title} {subtitle && <small>{subtitle}</small>}
          </h1>
        </div>
        {actions && <div className="page-actions quiet">{actions}</div>}
      </header>
      {children}
    </>
  );
  return <div className="page">{clientData ? <Watermarked>{page}</Watermarked> : page}</div>;
}
