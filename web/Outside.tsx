import { Outlet } from 'react-router';
import './outside.css';

/** What stands around a page that is shown before anybody is signed in: the name over a double line, nothing to press. */
export function Outside() {
  return (
    <div className="outside">
      <header>
        <b>接力</b>
      </header>
      <main>
        <Outlet />
      </main>
    </div>
  );
}
