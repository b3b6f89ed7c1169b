import { type ReactNode, useId } from 'react';
import './sheet.css';

type SheetProps = {
  title?: ReactNode;
  /** Stands at the right of the title: a count, a chip, one quiet button. */
  extra?: ReactNode;
  /** Stands under a line at the foot: keys at the left, what to press at the right. */
  foot?: ReactNode;
  /** Padded text; tables and lists go unpadded. */
  padded?: boolean;
  children: ReactNode;
};

/** A white sheet on the paper, with a hairline around it. Sheets stand beside or under each other, never inside. */
export function Sheet({ title, extra, foot, padded, children }: SheetProps) {
  const id = useId();
  return (
    <section className="sheet" aria-labelledby={title ? id : undefined}>
      {(title || extra) && (
        <header className="sheet-head">
          {title && <h2 id={id}>{title}</h2>}
          {extra && <div className="sheet-extra quiet">{extra}</div>}
        </header>
      )}
      {padded ? <div className="sheet-body">{children}</div> : children}
      {foot && <footer className="sheet-foot">{foot}</footer>}
    </section>
  );
}

/** Rows of a sheet, parted by hairlines. */
export function Lines({ children }: { children: ReactNode }) {
  return <ul className="lines">{children}</ul>;
}

type LineProps = {
  /** A quieter second line. */
  note?: ReactNode;
  /** A chip: by when, or how it stands. Chips of the same list stand under each other. */
  state?: ReactNode;
  /** The one button or link of the row. */
  deed?: ReactNode;
  children: ReactNode;
};

/** One row of `Lines`: what it is, how it stands, and what can be done about it. */
export function Line({ note, state, deed, children }: LineProps) {
  return (
    <li className="lines-line">
      <div className="lines-text">
        {children}
        {note && <div className="faint">{note}</div>}
      </div>
      {(state || deed) && (
        <div className="lines-aside">
          {state && <div className="lines-state">{state}</div>}
          {deed && <div className="lines-deed">{deed}</div>}
        </div>
      )}
    </li>
  );
}

/** Names and values, as on the head of a form: two pairs a row where there is room. */
export function Facts({ of }: { of: { name: ReactNode; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {of.map((fact, at) => (
        <div key={at}>
          <dt className="quiet">{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
