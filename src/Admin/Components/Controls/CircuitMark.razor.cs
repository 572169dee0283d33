using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MsLite.Admin.Components.Controls;

/// <summary>
/// Stands on each page that answers by a circuit, and tells the browser when it does (wwwroot/app.js sets <c>data-ready</c>); the browser
/// tells it whether anybody sees the page.
/// </summary>
public sealed partial class CircuitMark : IDisposable
{
    private DotNetObjectReference<CircuitMark>? _self;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private PageSight Sight { get; set; } = null!;

    public void Dispose() => _self?.Dispose();

    [JSInvokable]
    public void See(bool isSeen) => Sight.See(isSeen);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await Browser.InvokeVoidAsync("msLite.watchSight", _self);
            await Browser.InvokeVoidAsync("msLite.ready");
        }
    }
}
