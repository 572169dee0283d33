namespace MsLite.Web.Api;

/// <summary>The REST interface: one line for each resource.</summary>
internal static class ApiExtensions
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddSingleton<DomainsApi>()
        .AddSingleton<ImportApi>()
        .AddSingleton<QuarantineApi>()
        .AddSingleton<QuarantineViewApi>()
        .AddSingleton<QuarantineActionsApi>()
        .AddSingleton<ErrandsApi>()
        .AddSingleton<WelcomeByApi>()
        .AddSingleton<HistoryApi>()
        .AddSingleton<ExplainApi>()
        .AddSingleton<ReplayApi>()
        .AddSingleton<OpenStreams>()
        .AddSingleton<LiveApi>()
        .AddSingleton<TokensApi>()
        .AddSingleton<StatusApi>();

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        DomainsApi.Map(routes);
        ImportApi.Map(routes);
        QuarantineApi.Map(routes);
        QuarantineViewApi.Map(routes);
        QuarantineActionsApi.Map(routes);
        ErrandsApi.Map(routes);
        HistoryApi.Map(routes);
        MessagesApi.Map(routes);
        ExplainApi.Map(routes);
        ReplayApi.Map(routes);
        LiveApi.Map(routes);
        TokensApi.Map(routes);
        StatusApi.Map(routes);
        OpenApiDocument.Map(routes);
    }
}
