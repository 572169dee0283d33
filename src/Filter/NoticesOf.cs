namespace MsLite.Filter;

/// <summary>
/// Passes on what another part has to say. A container disposes of whatever it hands out, as often as it is registered and in the reverse
/// order: a part that has to be disposed of may be registered only once, or its users outlive it.
/// </summary>
internal sealed class NoticesOf(INoticeSource part) : INoticeSource
{
    public IReadOnlyList<Notice> Notices => part.Notices;
}
