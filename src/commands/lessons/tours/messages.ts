import { i18n, params } from '../../../language/texts.ts';

/** The texts of the lessons. Those of the card around them are in `panels/lessons`. */
export const tourMessages = i18n('tours', {
  space: 'What is a latent space',
  spaceAbout: 'The numbers that every face is drawn from, and why neighbours look alike.',
  spaceSample: params(
    'This face was drawn from a list of {size} random numbers, called z. Press New sample to draw another list.',
  ),
  spaceSampleSeen:
    'Another list, another face. The model stores no faces: it makes one from any list that it is given.',
  spaceNumber:
    'These are the numbers themselves: z 0, z 1 and so on. Drag the first slider and watch the face closely.',
  spaceNumberSeen: params(
    'A single number usually changes little: how a face looks depends on all {size} of them.',
  ),
  spaceSeed: params('A seed is a short name for such a list. Type {seed} into the Seed field.'),
  spaceSeedSeen: params(
    'Anyone who types {seed} gets exactly this face, on any machine, because a seed always leads to the same list.',
  ),
  spaceNear:
    'Every list is a point, and all the points together form the latent space. Move the point on the map towards one of its corners.',
  spaceNearSeen:
    'Points close to each other give faces that look alike. The map is a small sheet of latent space, stretched between the faces at its corners.',
  spaceEnd:
    'Latent means hidden: you never see the numbers in a picture, only the face that they make. Undo takes you back through everything you tried.',

  smooth: 'Smooth, not jagged',
  smoothAbout: 'What lies between two faces, and how evenly one turns into the other.',
  smoothDrag: 'A and B are two faces. Drag Position from one to the other and watch for jumps.',
  smoothDragSeen:
    'The faces are not laid over each other. Their numbers are mixed, and the model draws a new face from each mixture.',
  smoothHalf: 'The strip shows nine steps of this walk. Choose the one in the middle.',
  smoothHalfSeen:
    'Halfway, there is a whole face with something of both. Sudden jumps along the way would suggest that the model had memorised pictures.',
  smoothLerp: 'Slerp follows the surface of a sphere; Lerp cuts straight through it. Choose Lerp.',
  smoothLerpSeen:
    'In the middle of the straight line, z is shorter than almost any z that the model was trained on. Slerp keeps the length, so it is the usual choice.',
  smoothLerpSeenSphere:
    'This model looks only at the direction of z, so Lerp passes through the very same faces as Slerp. It merely hurries through the middle.',
  smoothEven:
    'The curve shows how much the picture changes along the way: equal steps in z are not equal steps to the eye. Turn on Constant speed.',
  smoothEvenSeen:
    'The walk now slows down where the picture changes fast. The route is the same; only the timing is different.',
  smoothPlay: 'Now watch the whole walk: press Play.',
  smoothPlaySeen:
    'Small steps in latent space are small steps in the picture: that is what smooth means here. With Export, you can take the walk home as a film.',

  growing: 'Growing',
  growingAbout: 'How a Progressive GAN starts with a few pixels and gains one block after another.',
  growingSmall:
    'A Progressive GAN does not train at its full size from the start. Drag Growth all the way to the left, to its first few pixels.',
  growingSmallSeen: params(
    'Even {side} × {side} pixels can show what matters most: where the head is, how bright it is, its colours. The network learned that first.',
  ),
  growingLarger: 'Now let it grow: drag Growth to the right, one size at a time.',
  growingLargerSeen:
    'Each new block doubles the width and the height, and adds detail that had no room before. The blocks below it keep learning.',
  growingFade:
    'A new block does not appear all at once: the picture is (1 − α) times the smaller one, enlarged, plus α times the new one. Drag Fade, which sets α, from one end to the other.',
  growingFadeSeen:
    'A new block knows nothing at first. Because α rises slowly from 0 to 1, it does not upset what the blocks below have already learned.',
  growingFull: 'Drag Growth all the way to the right: the network is fully grown.',
  growingFullSeen:
    'Most of the training happens on small pictures, which are quick to compute. According to the paper, comparable results often came two to six times sooner.',
  growingLacks: params(
    '{model} has only its final head, so its growth cannot be shown. Try Avatars 128 or Portraits 128.',
  ),
  growingLayers:
    'This table lists every layer, like table 2 of the paper. Follow the shapes from top to bottom: the maps get larger and, at high resolutions, fewer.',

  variety: 'Keeping variety',
  varietyAbout: 'How a GAN can end up drawing a single face, and the number that gives it away.',
  varietyMore: 'Look at the random faces, then press More faces.',
  varietyMoreSeen:
    'They are all different, and that has to be learned. If one face fools the discriminator, a generator may end up drawing nothing else. This is called mode collapse.',
  varietyNumber:
    'This number says how much the pictures of a batch differ: the standard deviation at each position across the batch, averaged. In training, the discriminator gets it as one more feature map.',
  varietyCollapse: 'Now cause such a collapse: drag Collapse to the right and watch the number.',
  varietyCollapseSeen:
    'The faces merge into one, and the number falls. A batch without variety gives itself away, so the generator has to keep its faces different.',
  varietyBack: 'Drag Collapse back to the left.',
  varietyBackSeen: 'The faces differ again, and the number is back where it was.',
  varietyMeasured:
    'Diversity measures the model as a whole: MS-SSIM says how alike two random faces are, averaged over many pairs. The lower it is, the more variety there is.',

  arithmetic: 'Faces as arithmetic',
  arithmeticAbout: 'Faces are lists of numbers, so they can be added and subtracted.',
  arithmeticPin:
    'A face is a list of numbers, so you can calculate with it. Press Pin to set this one aside.',
  arithmeticPinSeen:
    'Pins appear in the tray. In expressions they are called A, B, C, in the order of the tray.',
  arithmeticThree: 'Press New sample and Pin in turn until you have three pins.',
  arithmeticThreeSeen: 'A, B and C are ready.',
  arithmeticAdd: 'Type A - B + C into the Expression field.',
  arithmeticAddSeen:
    'This is C plus what A has and B has not. If A and B differ in only one thing, such as a smile, only that is carried over.',
  arithmeticAttribute: params('You can also add an attribute. Type {expression}.'),
  arithmeticLooking: 'You can also add an attribute. The attributes of this model are still loading.',
  arithmeticAttributeSeen:
    'An attribute is a difference like A - B, but found by comparing many faces that have it with many that do not.',
  arithmeticSlider: 'In the Attributes tab, each of these directions has a slider. Move one of them.',
  arithmeticSliderSeen:
    'Moving the slider adds more or less of the direction to z. That is all there is to it: faces are points, and changes are arrows between them.',
  arithmeticLacks:
    'This model has no attributes with names, so this step cannot be shown. Try Avatars 128 or Portraits 128.',
});
