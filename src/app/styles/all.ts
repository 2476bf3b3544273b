/** The page's own styles, one file for each part. Overrides for the page's shapes come after the styles that they override. */
import './theme.css';
import './controls.css';
import './dialogs.css';
import './rail.css';
import './header.css';
import './stage.css';
import './panel.css';
import './app.css';
import './unseen.css';
import './edge.css';
import './firstVisit.css';
import './scrollShape.css';
import './shapes.css';
import './onlyPicture.css';
import './seeing/touch.css';
import './seeing/forced.css';
import './seeing/motion.css';
