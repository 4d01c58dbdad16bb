import { Navigate, createBrowserRouter } from 'react-router';
import { IncidentsPage } from './incidents/incidents-page.js';
import { IngestPage } from './ingest/ingest-page.js';
import { Shell } from './layout/shell.js';
import { ModelsPage } from './models/models-page.js';

/** Every view and its address. */
export const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { path: '/incidents', element: <IncidentsPage /> },
      { path: '/incidents/:id', element: <IncidentsPage /> },
      { path: '/models', element: <ModelsPage /> },
      { path: '/ingest', element: <IngestPage /> },
      { path: '*', element: <Navigate to="/incidents" replace /> },
    ],
  },
]);
