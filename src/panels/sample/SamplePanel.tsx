import { Dimensions } from './Dimensions.tsx';
import { PullTowards } from './PullTowards.tsx';
import { SampleGrid } from './SampleGrid.tsx';
import './sample.css';

/** Random faces, a pull towards a kept one, and every dimension of z. */
export default function SamplePanel() {
  return (
    <>
      <SampleGrid />
      <PullTowards />
      <Dimensions />
    </>
  );
}
