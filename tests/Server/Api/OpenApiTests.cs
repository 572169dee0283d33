using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using MsLite.Filter;
using MsLite.Web.Api;
using MsLite.Web.Health;
using MsLite.Web.Metrics;

namespace MsLite.Web.Tests.Api;

/// <summary>The description of the API says what there is, no more and no less.</summary>
public sealed partial class OpenApiTests
{
    private static readonly string[] s_methods = ["get", "put", "post", "delete"];

    [Fact]
    public async Task Every_address_is_described_and_every_description_has_its_address()
    {
        var mapped = await MappedAsync();
        var described = Operations().Select(operation => (operation.Method, operation.Path)).ToList();

        foreach (var (method, pattern) in mapped)
        {
            Assert.True(described.Any(operation => operation.Method == method && Matches(pattern, operation.Path)), $"{method} {pattern} is not described in openapi.v1.json.");
        }

        foreach (var (method, path) in described)
        {
            Assert.True(mapped.Any(route => route.Method == method && Matches(route.Pattern, path)), $"openapi.v1.json describes {method} {path}, which is not there.");
        }
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own_a_summary_and_examples()
    {
        var operations = Operations().ToList();

        Assert.Equal(operations.Count, operations.Select(operation => operation.Node["operationId"]!.GetValue<string>()).Distinct().Count());
        foreach (var (method, path, node) in operations)
        {
            Assert.False(string.IsNullOrEmpty(node["summary"]?.GetValue<string>()), $"{method} {path} has no summary.");
            var json = node["responses"]!.AsObject().Select(response => response.Value!["content"]?["application/json"]).OfType<JsonNode>();
            Assert.All(json, content => Assert.NotNull(content["example"]));
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_parameter_of_a_path_is_declared()
    {
        var document = AccessTableTests.Document();
        foreach (Match reference in Reference().Matches(document.ToJsonString()))
        {
            Assert.NotNull(reference.Groups["path"].Value.Split('/').Aggregate((JsonNode?)document, (node, name) => node?[name]));
        }

        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            var declared = (item!["parameters"]?.AsArray() ?? []).Select(parameter => Resolve(document, parameter!)["name"]!.GetValue<string>());
            Assert.Equal(ParameterName().Matches(path).Select(match => match.Groups["name"].Value), declared);
        }
    }

    private static JsonNode Resolve(JsonNode document, JsonNode node) =>
        node["$ref"]?.GetValue<string>() is { } reference ? reference[2..].Split('/').Aggregate(document, (inner, name) => inner[name]!) : node;

    private static IEnumerable<(string Method, string Path, JsonNode Node)> Operations() =>
        from path in AccessTableTests.Document()["paths"]!.AsObject()
        from method in s_methods
        where path.Value![method] is not null
        select (method.ToUpperInvariant(), path.Key, path.Value![method]!);

    private static async Task<List<(string Method, string Pattern)>> MappedAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddMetricStore().AddFilter().AddApi().AddHealth();
        await using var app = builder.Build();
        app.MapApi();
        app.MapHealth();
        app.MapMetrics();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (method, endpoint.RoutePattern.RawText!)))
            .Where(route => route.Item2 != "/openapi/v1.json")];
    }

    private static bool Matches(string pattern, string path) => Regex.IsMatch(
        path, "^" + Regex.Escape(pattern).Replace(@"\{\*\*path}", ".+", StringComparison.Ordinal).Replace(@"\{domain}", "[^/]+", StringComparison.Ordinal).Replace(@"\{id}", "[^/]+", StringComparison.Ordinal).Replace(@"\{name}", "[^/]+", StringComparison.Ordinal) + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex("\"\\$ref\":\"#/(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ParameterName();
}
