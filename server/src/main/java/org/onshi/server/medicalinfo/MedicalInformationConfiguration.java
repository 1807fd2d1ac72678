package org.onshi.server.medicalinfo;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MedicalInformationSettings.class)
class MedicalInformationConfiguration {}
