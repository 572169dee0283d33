using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>What is not as it should be, and what to do about it. Draws nothing while all is well.</summary>
public sealed partial class NoticesView
{
    /// <summary>Whoever has more to mend begins with these.</summary>
    private const int Most = 10;

    private const int MostText = 1000;

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<Notice> Notices { get; set; } = [];
}
