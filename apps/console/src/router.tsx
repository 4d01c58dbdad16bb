import { Navigate, createBrowserRouter } from 'react-router';
import { IncidentsPage } from './incidents/incidents-page.js';
import { IngestPage } from './ingest/ingest-page.js';
import { Shell } from './layout/shell.js';
import { ModelsPage } from './models/models-page.js';
import { SummariesPage } from './summaries/summaries-page.js';

/** Every view and its address. */
export const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { path: '/incidents', element: <IncidentsPage /> },
      { path: '/incidents/:id', element: <IncidentsPage /> },
      { path: '/models', element: <ModelsPage /> },
      { path: '/summaries', element: <SummariesPage /> },
      { path: '/summaries/:week', element: <SummariesPage /> },
      { path: '/ingest', element: <IngestPage /> },
      { path: '*', element: <Navigate to="/incidents" replace /> },
    ],
  },
]);
