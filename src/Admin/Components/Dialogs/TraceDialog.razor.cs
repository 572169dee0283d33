using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MsLite.Filter;

namespace MsLite.Admin.Components.Dialogs;

/// <summary>One message and the ladder it climbed. The browser's own dialog keeps the focus in, gives it back, and closes on Escape.</summary>
public sealed partial class TraceDialog
{
    private ElementReference _dialog;

    [Parameter]
    [EditorRequired]
    public Activity Message { get; set; } = null!;

    /// <summary>The dialog was closed, in whichever way.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback OnClose { get; set; }

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    private string Title => Message.Fate switch
    {
        FateKind.Delivered => T["Why this message was delivered"],
        FateKind.Archived => T["Why this message was refused"],
        _ => T["Why this message was deferred"],
    };

    private string Client
    {
        get
        {
            var name = Message.ClientName.Length > 0 ? $" ({Message.ClientName})" : "";
            return $"{Message.Client}{name}, HELO {Message.HelloName}";
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Browser.InvokeVoidAsync("msLite.showDialog", _dialog);
        }
    }

    private async Task CloseAsync() => await Browser.InvokeVoidAsync("msLite.closeDialog", _dialog);
}
