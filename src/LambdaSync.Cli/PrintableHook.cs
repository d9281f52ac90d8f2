using Spectre.Console.Rendering;

namespace LambdaSync.Cli;

/// <summary>Puts each text of a table or paragraph through <see cref="Printable"/>; the console's own escape sequences stay.</summary>
sealed class PrintableHook : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(r => new Filtered(r));

    sealed class Filtered(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || Printable.Lines(segment.Text) == segment.Text ? segment : new Segment(Printable.Lines(segment.Text), segment.Style, segment.Link));
    }
}
