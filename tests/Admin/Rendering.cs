using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.HtmlRendering.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using MsLite.Admin.Numbers;
using MsLite.Filter;
using Radzen;

namespace MsLite.Admin.Tests;

/// <summary>Draws a component to HTML with the framework's own renderer, as the server does before a browser is connected.</summary>
internal sealed class Rendering : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly StaticRenderer _renderer;

    public Rendering(MsLiteOptions? options = null, TimeProvider? clock = null, params IEnumerable<INoticeSource> sources)
    {
        var services = new ServiceCollection();
        foreach (var source in sources)
        {
            services.AddSingleton(source);
        }

        _services = services
            .AddLogging()
            .AddRadzenComponents()
            .AddLocalization()
            .AddHttpContextAccessor()
            .AddScoped<ViewerZone>()
            .AddScoped<PageSight>()
            .AddFilter()
            .AddSingleton<NumbersCache>()
            .AddSingleton(options ?? new MsLiteOptions())
            .AddSingleton<CurrentOptions>()
            .AddSingleton(clock ?? TimeProvider.System)
            .AddSingleton<IJSRuntime, NoBrowser>()
            .AddSingleton<NavigationManager, NoNavigation>()
            .AddSupplyValueFromQueryProvider()
            .BuildServiceProvider();
        _renderer = new StaticRenderer(_services);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<string> DrawAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent =>
        _renderer.Dispatcher.InvokeAsync(async () =>
        {
            var values = ParameterView.FromDictionary(parameters.ToDictionary(pair => pair.Name, pair => pair.Value));
            var root = _renderer.BeginRenderingComponent(typeof(TComponent), values);
            await root.QuiescenceTask;
            return root.ToHtmlString();
        });

    public async ValueTask DisposeAsync()
    {
        await _renderer.DisposeAsync();
        await _services.DisposeAsync();
    }

    // The framework's own HtmlRenderer turns interactive components away; drawn before a browser connects, they are like any other.
    private sealed class StaticRenderer(IServiceProvider services) : StaticHtmlRenderer(services, services.GetRequiredService<ILoggerFactory>())
    {
        protected override IComponent ResolveComponentForRenderMode(
            Type componentType, int? parentComponentId, IComponentActivator componentActivator, IComponentRenderMode renderMode) =>
            componentActivator.CreateInstance(componentType);
    }

    private sealed class NoBrowser : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new InvalidOperationException("There is no browser.");

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            throw new InvalidOperationException("There is no browser.");
    }

    private sealed class NoNavigation : NavigationManager
    {
        public NoNavigation() => Initialize("http://127.0.0.1/", "http://127.0.0.1/");
    }
}
