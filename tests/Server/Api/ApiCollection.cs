namespace MsLite.Web.Tests.Api;

/// <summary>Tests of the REST interface share one server: its start costs more than the tests.</summary>
[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<ApiServer>
{
    public const string Name = "REST";
}
