using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using MsLite.Harness;
using MsLite.Web.Start;

namespace MsLite.Web.Tests.Start;

/// <summary>The container disposes of what it made in the reverse order, so what a part uses outlives it: unless it was handed out under a second name later on.</summary>
public sealed class ServerPartsTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Nothing_that_has_to_be_disposed_of_is_registered_under_two_names()
    {
        var commandLine = new[] { "SrvRoot", "SpamRoot", "StateRoot" }.Select(key => KeyValuePair.Create($"MsLite:{key}", (string?)_tree.Folder(key))).ToList();
        var configuration = Configuration.Load(commandLine);
        Assert.True(Preparation.TryPrepare(configuration.Options, out var certificate, out _));
        using var hangUps = new HangUps();
        var builder = ServerBuilder.Create(configuration, commandLine, hangUps);
        builder.AddParts(configuration.Options, certificate);
        await using var app = builder.Build();

        var made = builder.Services.Where(IsOurs).GroupBy(part => part.ServiceType).SelectMany(parts => app.Services.GetServices(parts.Key).Select(part => (parts.Key, Part: part!))).ToList();
        var twice = made.Where(one => one.Part is IDisposable or IAsyncDisposable).GroupBy(one => one.Part, ReferenceEqualityComparer.Instance).Where(names => names.Count() > 1);

        Assert.InRange(made.Count, 80, int.MaxValue);
        Assert.Empty(twice.Select(names => string.Join(", ", names.Select(name => name.Key.Name))));
    }

    private static bool IsOurs(ServiceDescriptor part) =>
        part is { Lifetime: ServiceLifetime.Singleton, IsKeyedService: false, ServiceType.IsGenericTypeDefinition: false, ImplementationInstance: null }
        && IsOurs(part.ImplementationType?.Assembly ?? part.ImplementationFactory!.Method.Module.Assembly);

    private static bool IsOurs(Assembly assembly) => assembly.GetName().Name!.StartsWith("MsLite.", StringComparison.Ordinal);
}
